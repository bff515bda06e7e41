import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A reverse proxy that runs on loopback. */
export interface RunningProxy {
  /** The public address, as a page is given it. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A key and its certificate for 127.0.0.1, in one PEM file for the proxies and as text for those who trust it. */
export interface Keys {
  readonly pemFile: string;
  readonly certificate: string;
}

/** A proxy with its configuration. It starts in front of servers that listen on these ports of loopback. */
export type ReverseProxy = (ports: readonly number[], keys: Keys) => Promise<RunningProxy>;

/** Nothing listens on port 1. */
const orNothing = (ports: readonly number[]): readonly number[] => (ports.length === 0 ? [1] : ports);

interface NginxConfiguration {
  /** Directives of `http`. */
  readonly http?: string;
  /** Directives of the `upstream` block `nodes`, before its servers. */
  readonly upstream?: string;
  /** What is written behind the address of each server of the upstream, for example `weight=3`. */
  readonly weights?: readonly string[];
  /** Directives of `server`. */
  readonly server?: string;
  /** Directives of `location /socket.io/`, behind those that pass everything on. */
  readonly location?: string;
  /** Replaces `location /socket.io/`. `$ports` is not needed: `nodes` names the servers. */
  readonly locations?: string;
  readonly tls?: boolean;
}

/** nginx with the configuration of the Socket.IO docs, and additions to it. */
export const nginx =
  (configuration: NginxConfiguration = {}): ReverseProxy =>
  (ports, keys) =>
    start('nginx', configuration.tls === true, (port, folder) => {
      const file = join(folder, 'nginx.conf');
      writeFileSync(file, nginxFile(configuration, port, orNothing(ports), folder, keys));
      return ['-p', folder, '-c', file, '-e', 'stderr'];
    });

function nginxFile(
  { http = '', upstream = '', weights = [], server = '', location = '', locations, tls }: NginxConfiguration,
  port: number,
  ports: readonly number[],
  folder: string,
  { pemFile }: Keys,
): string {
  const nodes = ports.map((node, index) => `server 127.0.0.1:${node} ${weights[index] ?? ''};`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
    # One process, so that one signal ends it.
    daemon off;
    master_process off;
    pid ${folder}/nginx.pid;
    error_log stderr;
    events {}
    http {
      access_log off;
      ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
      upstream nodes { ${upstream} ${nodes.join(' ')} }
      ${http}
      server {
        listen 127.0.0.1:${port}${tls === true ? ' ssl' : ''};
        ${tls === true ? `ssl_certificate ${pemFile}; ssl_certificate_key ${pemFile};` : ''}
        ${server}
        ${
          locations ??
          `location /socket.io/ {
            proxy_pass http://nodes;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            ${location}
          }`
        }
      }
    }`;
}

interface HaproxyConfiguration {
  /** Lines of the `frontend`. */
  readonly frontend?: string;
  /** Lines of the `backend`. */
  readonly backend?: string;
  /** What is written behind the address of each server, for example `weight 3`. */
  readonly options?: (node: number) => string;
  /** Lines of `defaults`. */
  readonly defaults?: string;
  /** Further sections. */
  readonly sections?: (ports: readonly number[]) => string;
  readonly tls?: boolean;
}

/** HAProxy that passes everything on, and additions to its configuration. */
export const haproxy =
  (configuration: HaproxyConfiguration = {}): ReverseProxy =>
  (ports, keys) =>
    start('haproxy', configuration.tls === true, (port, folder) => {
      const file = join(folder, 'haproxy.cfg');
      writeFileSync(file, haproxyFile(configuration, port, orNothing(ports), keys));
      return ['-db', '-f', file];
    });

function haproxyFile(
  { frontend = '', backend = '', options = () => '', defaults = '', sections, tls }: HaproxyConfiguration,
  port: number,
  ports: readonly number[],
  { pemFile }: Keys,
): string {
  const nodes = ports.map((node, index) => `server node${index + 1} 127.0.0.1:${node} ${options(index)}`);
  const lines = `
    defaults
    mode http
    timeout connect 2s
    retries 0
    timeout client 30s
    timeout server 30s
    timeout tunnel 30s
    ${defaults}
    frontend public
    bind 127.0.0.1:${port}${tls === true ? ` ssl crt ${pemFile}` : ''}
    ${frontend}
    default_backend nodes
    backend nodes
    ${backend}
    ${nodes.join('\n')}
    ${sections?.(ports) ?? ''}`;
  // A line that begins at the margin and one that is indented mean the same, but the file has to end with a newline.
  return `${lines.replace(/^ +/gm, '')}\n`;
}

/** Debian has both in a folder that only root has in PATH. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };

/** Starts a proxy on a free port; another process may take the port in between, so there are three attempts. */
async function start(
  command: string,
  tls: boolean,
  configure: (port: number, folder: string) => readonly string[],
): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), `${command}-`));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  let said = '';
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const port = await freePort();
    const child = spawn(command, configure(port, folder), { stdio: ['ignore', 'pipe', 'pipe'], env });
    const output = collect(child);
    if (await listens(child, port)) {
      const close = async () => {
        await end(child);
        removeFolder();
      };
      return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, close };
    }
    said = output();
  }
  removeFolder();
  throw new Error(`${command} does not start (apt-get install -y nginx haproxy):\n${said}`);
}

function collect(child: ChildProcess): () => string {
  let said = '';
  const add = (data: unknown) => {
    said += String(data);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  // A command that is not installed.
  child.once('error', add);
  return () => said;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether the process takes connections on that port, sooner than it ends. */
async function listens(child: ChildProcess, port: number): Promise<boolean> {
  let hasEnded = false;
  for (const event of ['exit', 'error'])
    child.once(event, () => {
      hasEnded = true;
    });
  while (!hasEnded) {
    if (await connects(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** A certificate that lasts for the tests. */
export function createKeys(): Keys & { readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  execFileSync('openssl', ['req', '-x509', ...key, '-out', certFile, ...subject], { stdio: 'ignore' });
  const certificate = readFileSync(certFile, 'utf8');
  const pemFile = join(folder, 'both.pem');
  writeFileSync(pemFile, certificate + readFileSync(keyFile, 'utf8'));
  return { pemFile, certificate, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
