/**
 * What to say on a Node that the command does not run on.
 *
 * @param version as `process.versions.node` gives it: '18.20.4'
 * @returns undefined where it does run: Node 20 and newer
 */
export function unsupportedNode(version: string): string | undefined {
  if (Number.parseInt(version, 10) >= 20) return undefined;
  return `socketio-cors needs Node 20 or newer, and this is Node ${version}. Run the command with a newer Node, on any machine that has the sources or reaches the server; what it writes runs on the old one.\n`;
}
