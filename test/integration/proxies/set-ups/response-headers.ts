import { v2Listed, v2Open, v4Bare, v4Guarded, v4Listed } from '../nodes.js';
import { haproxy, nginx } from '../proxy.js';
import type { SetUp } from '../set-up.js';

const hidden = 'proxy_hide_header Access-Control-Allow-Origin;';
const replacedBy = (value: string) => `${hidden} add_header Access-Control-Allow-Origin "${value}" always;`;

/** Proxies that change the CORS headers of responses. */
export const changedHeaders: readonly SetUp[] = [
  {
    name: 'nginx hides Access-Control-Allow-Origin of v2, which sends it with every session',
    proxy: nginx({ location: hidden }),
    nodes: [v2Listed],
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx hides Access-Control-Allow-Origin of v4: that could be a list without the page',
    proxy: nginx({ location: hidden }),
    nodes: [v4Guarded],
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx writes the origin of another page over that of v4',
    proxy: nginx({ location: replacedBy('https://www.example.com') }),
    nodes: [v4Guarded],
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSAllowOriginNotMatchingOrigin'],
  },
  {
    name: 'nginx writes * over the origin in front of v2',
    proxy: nginx({ location: replacedBy('*') }),
    nodes: [v2Listed],
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSNotSupportingCredentials'],
  },
  {
    name: 'nginx writes a slash behind the origin in front of v2',
    proxy: nginx({ location: replacedBy('http://app.example/') }),
    nodes: [v2Listed],
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSAllowOriginNotMatchingOrigin'],
  },
  {
    name: 'nginx writes two origins, separated by a space, over that of v4',
    proxy: nginx({ location: replacedBy('http://app.example https://www.example.com') }),
    nodes: [v4Guarded],
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSMultipleAllowOriginNotAllowed'],
  },
  {
    name: 'nginx adds a second Access-Control-Allow-Origin, *, to that of v4',
    proxy: nginx({ location: 'add_header Access-Control-Allow-Origin * always;' }),
    nodes: [v4Guarded],
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['CORSMultipleAllowOriginNotAllowed'],
  },
  {
    name: 'nginx adds a second Access-Control-Allow-Origin, the same, to that of v2',
    proxy: nginx({ location: 'add_header Access-Control-Allow-Origin $http_origin always;' }),
    nodes: [v2Listed],
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['CORSMultipleAllowOriginNotAllowed'],
  },
  {
    name: 'nginx hides Access-Control-Allow-Credentials of v4',
    proxy: nginx({ location: 'proxy_hide_header Access-Control-Allow-Credentials;' }),
    nodes: [v4Guarded],
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['CORSMissingAllowCredentials'],
  },
  {
    name: 'nginx hides Access-Control-Allow-Credentials of v2, which sends it with the origin',
    proxy: nginx({ location: 'proxy_hide_header Access-Control-Allow-Credentials;' }),
    nodes: [v2Listed],
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSMissingAllowCredentials'],
  },
  {
    name: "nginx's add_header at the server is switched off by another one in the location",
    proxy: nginx({
      server:
        'add_header Access-Control-Allow-Origin $http_origin; add_header Access-Control-Allow-Credentials true;',
      location: 'add_header X-Frame-Options DENY;',
    }),
    nodes: [v4Bare],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['CORSMissingAllowOrigin'],
  },
  {
    name: 'HAProxy writes * over the origin in front of v4 (Vary: Origin shows that v4 has a list)',
    proxy: haproxy({ frontend: 'http-response set-header Access-Control-Allow-Origin *' }),
    nodes: [v4Listed],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSNotSupportingCredentials'],
  },
  {
    name: 'HAProxy adds a second Access-Control-Allow-Origin to that of v2',
    proxy: haproxy({ frontend: 'http-response add-header Access-Control-Allow-Origin http://app.example' }),
    nodes: [v2Open],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['CORSMultipleAllowOriginNotAllowed'],
  },
  {
    name: 'HAProxy deletes Access-Control-Allow-Origin of v2',
    proxy: haproxy({ frontend: 'http-response del-header Access-Control-Allow-Origin' }),
    nodes: [v2Open],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx adds a fixed origin to a v4 without cors: it comes behind the headers of Socket.IO',
    proxy: nginx({ location: 'add_header Access-Control-Allow-Origin http://www.app.example;' }),
    nodes: [v4Bare],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSAllowOriginNotMatchingOrigin'],
  },
  {
    name: 'nginx hides Access-Control-Allow-Origin from the second GET of a session on',
    proxy: nginx({
      http: 'map "$request_method$arg_sid" $allowed { "~^GET.+" ""; default $upstream_http_access_control_allow_origin; }',
      location: `${hidden} add_header Access-Control-Allow-Origin $allowed always;`,
    }),
    nodes: [v4Guarded],
    page: 'bAAA',
    foreign: 'bbbb',
    codes: ['CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx writes something before the first packet (sub_filter)',
    proxy: nginx({ location: 'sub_filter_types *; sub_filter "0{" "<script></script>0{";' }),
    nodes: [v4Guarded],
    page: 'bbAA',
    foreign: 'bbbb',
    codes: ['NOT_SOCKET_IO'],
  },
];
