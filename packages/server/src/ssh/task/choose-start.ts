import type { HostRequest } from '../../run/ports.ts';
import type { Link } from '../link.ts';
import { groupStart } from './group-start.ts';
import { needsShell, plainStart, type Start, type StartStage } from './start.ts';

/** SSH servers that give commands to the login shell of a POSIX system. Of OpenSSH there is one that does not. */
const POSIX_SERVER = /^(?!OpenSSH_for_Windows)(OpenSSH|dropbear|Sun_SSH|tinyssh)/i;

/** Connections on which `sh` has answered. */
const shells = new WeakSet<Link>();

/** The way to start a command: plainly where that is wanted, or where nothing else can be and the command needs no more. */
export function chooseStart(
  request: HostRequest,
  { link, server }: { link: Link; server: string },
  stage: StartStage,
): Start {
  if (request.plain) return plainStart(request, 'asked', stage);
  if (!POSIX_SERVER.test(server) && !needsShell(request)) return plainStart(request, 'server', stage);
  return groupStart(request, { isKnown: shells.has(link), answered: () => void shells.add(link) }, stage);
}
