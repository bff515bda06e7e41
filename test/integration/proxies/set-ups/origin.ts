import {
  PAGE,
  v2Listed,
  v2Open,
  v4Guarded,
  v4Listed,
  v4Reflecting,
  v20Listed,
  v240Listed,
} from '../nodes.js';
import { haproxy, nginx } from '../proxy.js';
import type { SetUp } from '../set-up.js';

const dropped = 'proxy_set_header Origin "";';
const droppedWithReferer = `${dropped} proxy_set_header Referer "";`;

/** Proxies that drop or replace the Origin of requests. */
export const changedOrigins: readonly SetUp[] = [
  {
    name: 'nginx drops Origin in front of v2 with a list: its answers name no origin',
    proxy: nginx({ location: dropped }),
    nodes: [v2Listed],
    page: 'bbbb',
    foreign: 'bbbb',
    codes: ['ORIGIN_NOT_PASSED_ON', 'CORSNotSupportingCredentials'],
  },
  {
    name: 'nginx drops Origin and Referer in front of v2 with a list: no page gets a session',
    proxy: nginx({ location: droppedWithReferer }),
    nodes: [v2Listed],
    page: 'bbbb',
    foreign: 'bbbb',
    codes: ['ORIGIN_NOT_PASSED_ON', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx drops Origin and Referer in front of v2.0 with a list',
    proxy: nginx({ location: droppedWithReferer }),
    nodes: [v20Listed],
    page: 'bbbb',
    foreign: 'bbbb',
    codes: ['ORIGIN_NOT_PASSED_ON', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'HAProxy drops Origin in front of v2 that allows every origin',
    proxy: haproxy({ frontend: 'http-request del-header Origin' }),
    nodes: [v2Open],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['ORIGIN_NOT_PASSED_ON', 'CORSNotSupportingCredentials'],
  },
  {
    name: 'nginx rewrites Origin in front of v2.4.0 with a list',
    proxy: nginx({ location: 'proxy_set_header Origin http://internal.example;' }),
    nodes: [v240Listed],
    page: 'bbbb',
    foreign: 'bbbb',
    codes: ['ORIGIN_NOT_PASSED_ON', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'HAProxy rewrites Origin in front of v2 that allows every origin',
    proxy: haproxy({ frontend: 'http-request set-header Origin http://internal.example' }),
    nodes: [v2Open],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['ORIGIN_NOT_PASSED_ON', 'CORSAllowOriginNotMatchingOrigin'],
  },
  {
    name: 'HAProxy rewrites Origin in front of v4 that reflects every origin',
    proxy: haproxy({ frontend: 'http-request set-header Origin http://internal.example' }),
    nodes: [v4Reflecting],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['CORSAllowOriginNotMatchingOrigin'],
  },
  {
    name: 'nginx drops Origin in front of v4 with a list: that could be a list without the page',
    proxy: nginx({ location: dropped }),
    nodes: [v4Listed],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx drops Origin and Referer in front of v4 whose check wants one of them',
    proxy: nginx({ location: droppedWithReferer }),
    nodes: [v4Guarded],
    page: 'bbbb',
    foreign: 'bbbb',
    codes: ['HANDSHAKE_REFUSED', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx replaces every Origin by the listed one in front of v4: the foreign page is let in',
    proxy: nginx({ location: `proxy_set_header Origin ${PAGE};` }),
    nodes: [v4Guarded],
    page: 'AAAA',
    foreign: 'bbbA',
    codes: [],
    exit: 1,
  },
];
