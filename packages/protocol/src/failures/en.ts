import type { OutcomeCode } from './codes.ts';
import type { Sentences } from './sentence.ts';

const MAY_HAVE_RUN = 'the command may have run: look at {host} before it is run again';

/** English: what happened, the likely cause, what to try. */
export const EN: Record<OutcomeCode, Sentences> = {
  'jump/failed': [
    'the jump host {hop}[: {ofHop}]|a jump host cannot be used',
    '{causeOfHop}|the jump host cannot be reached, or does not let this login in',
    '{todoOfHop}|try ssh to the jump host from this machine',
  ],
  'jump/lost': [
    'the connection to the jump host[ {hop}] was lost',
    'the jump host restarted, its sshd ended, or the network broke',
    'look at the jump host, then run this host again',
  ],
  'jump/refused': [
    'the jump host[ {hop}] does not forward connections to {host}[: {detail}]',
    'AllowTcpForwarding or PermitOpen of its sshd forbids it',
    'allow it there, or go another way',
  ],
  'jump/busy': [
    'no free place on the connection to the jump host[ {hop}][ in {limit}]',
    'it carries as many connections at once as it may',
    'try with fewer hosts at once, or spread them over several jump hosts',
  ],
  'jump/loop': [
    'the way to this host leads twice over the jump host[ {hop}]',
    'a jump host is written to be behind itself',
    'look at ProxyJump and at the jump hosts of the run',
  ],
  'jump/too-many': [
    'more than 8 jump hosts on the way to this host',
    'a chain of jump hosts was put together by mistake',
    'look at ProxyJump and at the jump hosts of the run',
  ],
  'resolve/not-found': [
    'the jump host {hop} finds no address for the name {name}|no address for the name {name}',
    'hop=the name is mistyped, or the name server of the jump host does not know it|' +
      'the name is mistyped, or the name server of this machine does not know it',
    'hop=look it up on the jump host with getent hosts {name}, or write the address|' +
      'look it up on this machine with getent hosts {name}, or write the address',
  ],
  'resolve/timeout': [
    'the name server did not answer[ in {limit}]',
    'the name server of this machine is down or out of reach',
    'check /etc/resolv.conf on this machine, or write the address',
  ],
  'resolve/failed': [
    'the name could not be looked up[: {detail}]',
    'the name server of this machine has trouble of its own',
    'try again, or write the address',
  ],
  'connect/refused': [
    'port {port} refused the connection',
    'sshd is not running there, or listens on another port',
    'check that sshd runs on {host}, and on which port',
  ],
  'connect/unreachable': [
    'no route to this host',
    'the host is off, or a router or firewall on the way turns us back',
    'hop=check that {host} is on and can be reached from the jump host {hop}|' +
      'check that {host} is on and can be reached from this machine',
  ],
  'connect/timeout': [
    'no answer on port {port}[ in {limit}]',
    'the host is off, or a firewall drops the packets',
    'hop=check that {host} is on and lets the jump host {hop} reach port {port}|' +
      'check that {host} is on and lets this machine reach port {port}; a slow line needs a longer connect timeout',
  ],
  'connect/reset': [
    'port {port} reset the connection',
    'a firewall or a full sshd cut it off',
    'try with fewer hosts at once, and look at the firewall',
  ],
  'connect/no-resources': [
    'this machine has no free sockets or ports[: {detail}]',
    'too many connections are open here at once',
    'try with fewer hosts at once, or raise the limit of open files (ulimit -n)',
  ],
  'connect/failed': [
    'the connection failed[: {detail}]',
    'hop=the network of the jump host {hop} said no|the network of this machine said no',
    'hop=try ssh from the jump host|try ssh from this machine',
  ],
  'banner/timeout': [
    'port {port} is open, but nothing spoke[ in {limit}]',
    'sshd hangs or is overloaded, or another service listens there',
    'look at the load of {host}, and check the port',
  ],
  'banner/not-ssh': [
    'port {port} does not speak SSH[: {detail}]',
    'another service listens on this port',
    'find out the port of sshd and set it',
  ],
  'banner/closed': [
    'closed before the handshake[: {detail}]',
    'sshd is busy (MaxStartups) or does not let this machine in',
    'try with fewer hosts at once; look at MaxStartups, fail2ban and the firewall there',
  ],
  'banner/penalised': [
    'turned away before the handshake[: {detail}]',
    'sshd keeps this machine out for a while after failed logins (PerSourcePenalties)',
    'correct the login, wait a minute, then try again',
  ],
  'kex/timeout': [
    'the key exchange did not end[ in {limit}]',
    'the host is overloaded, or large packets are lost on the way (MTU)',
    'look at the load of {host}, and try ssh from this machine',
  ],
  'kex/no-common-algorithm': [
    'no common {list}: the host offers {offers}|no common algorithm[: {detail}]',
    'sshd there is very old, or is set to very few algorithms',
    'legacy=mark the host as legacy, which allows old algorithms for it alone, or update sshd there|update sshd there, or allow a current algorithm in its sshd_config',
  ],
  'kex/protocol': [
    'the key exchange broke[: {detail}]',
    'the host breaks the rules of SSH, or something on the way changes the bytes',
    'try ssh -v from this machine, and look at the sshd log there',
  ],
  'kex/closed': [
    'closed during the key exchange[: {detail}]',
    'sshd gave up: it is overloaded, restarts, or has no usable host key',
    'look at the sshd log on {host}',
  ],
  'verify/unknown-host-key': [
    "this host's key is not known yet[: {detail}]",
    'this host is called for the first time; nothing was sent to it',
    'compare the fingerprint with that on {host}, then approve the key',
  ],
  'verify/host-key-changed': [
    'the host key has changed, nothing was sent[: {seen} instead of {expected}]',
    'the host was installed anew, or another machine answers in its place',
    'ask who looks after {host}; trust the new key only when its fingerprint is confirmed',
  ],
  'verify/host-key-revoked': [
    'this host key is marked as revoked, nothing was sent[: {seen}]',
    'the key was stolen or retired: it was revoked here, or is listed as @revoked in known_hosts',
    'do not log in there; give {host} a new key',
  ],
  'auth/timeout': [
    'connected, but the login was not answered[ in {limit}]',
    'sshd there waits for something slow: a name server, PAM or a directory',
    'look at UseDNS and PAM on {host}',
  ],
  'auth/rejected': [
    'connected, but the host hung up before it was asked about all {held} of the ssh-agent: user {user}|' +
      'key=connected, but the host refused the key {key}: user {user}|' +
      'key=connected, but the host refused every key offered: user {user}[, {keys} tried]|' +
      'agent=connected, but the host refused every key offered: user {user}[, {keys} tried]|' +
      'password=connected, but the host refused the password: user {user}|' +
      'code=connected, but the host refused the one-time code: user {user}|' +
      'connected, but the host refused the login: user {user}[, {detail}]',
    'held=the agent holds more keys than the host lets anybody try (MaxAuthTries)|' +
      'password=the password is wrong, or {user} may not log in with one|' +
      'code=it is mistyped, used up or too old|' +
      'the public key is not in authorized_keys of {user}, or there is no such user',
    'held=choose the key that fits as a file, or take the others out of the agent (ssh-add -d)|' +
      'code=run it again on this host with a fresh code|' +
      'password=type the password again, or choose another user; the sshd log on {host} has the reason|' +
      'add the public key there (ssh-copy-id), or choose another user or key',
  ],
  'auth/no-method': [
    'connected, but the host asks {asks}, which only a person can answer|' +
      'after this login the host also wants {alsoWants}|' +
      'the host takes this key only with {weak}|' +
      'password=the host takes no password[, it offers {offers}]|' +
      'key=the host takes no key[, it offers {offers}]|' +
      'agent=the host takes no key[, it offers {offers}]|' +
      'the host does not offer this way to log in[: {detail}]',
    'asks=it wants a second factor, or an answer that is no password|' +
      'alsoWants=sshd there is set to ask for more than one proof|' +
      'weak=sshd there is too old to know a safe signature for it|' +
      'sshd there is set to take other logins only',
    'weak=choose an ed25519 key, or update sshd there|' +
      'asks=choose a key, or exempt {user} from the question on {host}|' +
      'alsoWants=give the password or the one-time code along with this login, or choose a user for whom one proof is enough|' +
      'choose a login that the host offers, or allow this one in its sshd_config',
  ],
  'auth/password-change': [
    'the password of {user} has expired, the host wants a new one',
    'the account must change its password before anything else',
    'log in with {ssh} and change it',
  ],
  'auth/agent-unavailable': [
    'empty=the ssh-agent holds no keys|silent=the ssh-agent gave no answer in time|' +
      'the ssh-agent could not be used[: {detail}]',
    'empty=no key was added to it since it was started|' +
      'silent=it waits for somebody to confirm the use of a key, or hangs|' +
      'the agent has ended, or would not sign',
    'empty=add a key with ssh-add, or choose a key file|' +
      'check the agent with ssh-add -l, or choose a key file',
  ],
  'auth/closed': [
    'closed during the login[: {detail}]',
    'sshd gave up: too many tries, trouble in PAM, or a dead network',
    'look at the sshd log on {host}',
  ],
  'open/refused': [
    'logged in, but the host refused a session[: {detail}]',
    'all sessions are in use (MaxSessions), or {user} may open none',
    'look at MaxSessions and at the rules for {user} in its sshd_config',
  ],
  'open/timeout': [
    'logged in, but no session was opened[ in {limit}]',
    'the host is overloaded, or PAM hangs',
    'look at the load and the sshd log of {host}',
  ],
  'open/closed': [
    'logged in, but closed before the command was sent[: {detail}]',
    'sshd ended the session at once: a limit, PAM, or an account that is closed',
    'look at the sshd log on {host}, and try {ssh}',
  ],
  'exec/refused': [
    'logged in, but the host refused to run a command',
    '{user} has no shell or only one set command there, or the host is a device without one',
    'try {ssh} by hand, or choose another user',
  ],
  'exec/no-shell': [
    'the host has no POSIX shell for this run[: {detail}]',
    'a script, a working folder, variables and sudo need sh there',
    'run a plain command line on it, or give the account another shell',
  ],
  'exec/working-folder': [
    'the working folder cannot be entered[: {detail}]',
    'it is not there, or {user} may not enter it',
    'check the folder on {host}',
  ],
  'exec/no-interpreter': [
    'the host has no such interpreter[: {detail}]',
    'it is not installed there, or not on the PATH of {user}',
    'install it on {host}, or name its path',
  ],
  'sudo/not-found': [
    'the host has no sudo',
    'it is not installed there, or not on the PATH of {user}',
    'install it, or log in as the user whom the command needs',
  ],
  'sudo/not-allowed': [
    'sudo does not allow this to {user}[: {detail}]',
    'the rules of sudo on {host} do not list the user or the command, or there is no such user to become',
    'add a rule there, or choose another user',
  ],
  'sudo/needs-terminal': [
    'sudo wants a terminal',
    'requiretty is set in the rules of sudo on {host}',
    'ask for a terminal, or take requiretty out of the rules',
  ],
  'sudo/password-needed': [
    'sudo asks for the password of {user}, and none was given',
    'the rules of sudo on {host} want a password',
    'give the sudo password, or allow {user} to go without one',
  ],
  'sudo/password-rejected': [
    'sudo did not accept the password of {user}',
    'it is mistyped, or another one on this host; it was sent once',
    'give the right password and run it again on this host',
  ],
  'unknown/connection-lost': [
    'the connection to the jump host {hop} was lost after the command was sent|connection lost after the command was sent',
    'the host restarted, its sshd ended, or the network broke',
    MAY_HAVE_RUN,
  ],
  'unknown/no-status': [
    'the channel closed without an exit status',
    'the shell there was killed, or the host is a device that reports none',
    MAY_HAVE_RUN,
  ],
  'unknown/no-reply': [
    'the command was sent, the host did not confirm it',
    'the host is overloaded, or hangs',
    MAY_HAVE_RUN,
  ],
  'unknown/protocol': [
    'the host broke the protocol and was cut off',
    'its SSH server has a fault, or somebody tampers with it',
    MAY_HAVE_RUN,
  ],
  'unknown/engine-lost': [
    'the engine ended while the command ran',
    'it was killed on this machine, or ran out of memory',
    MAY_HAVE_RUN,
  ],
  'unknown/server-stopped': [
    'the server was stopped while the command ran',
    'somebody ended or restarted Rollcall',
    MAY_HAVE_RUN,
  ],
  'unknown/storage': [
    'the run log could not be written',
    'the disk of the data folder is full or read-only',
    `free some space there; ${MAY_HAVE_RUN}`,
  ],
  'timed-out/confirmed': [
    'no end[ in {limit}]',
    'the command hangs, waits for input, or needs longer; it was stopped, and the host confirmed that',
    'look at what it printed last, or allow it more time',
  ],
  'timed-out/unconfirmed': [
    'no end[ in {limit}], and the host did not confirm the stop',
    'the command ignores TERM and KILL, or the host hangs',
    'look on {host} whether it still runs',
  ],
  'silent/confirmed': [
    'no output[ for {limit}]',
    'the command hangs or waits for input; it was stopped, and the host confirmed that',
    'look at what it printed last, or allow a longer silence',
  ],
  'silent/unconfirmed': [
    'no output[ for {limit}], and the host did not confirm the stop',
    'the command ignores TERM and KILL, or the host hangs',
    'look on {host} whether it still runs',
  ],
  'cancelled/connecting': ['stopped before the command was sent', 'a person stopped the run', ''],
  'cancelled/confirmed': ['the host confirmed the stop', 'a person stopped the run', ''],
  'cancelled/unconfirmed': [
    'the host did not confirm the stop',
    'the command ignores TERM and KILL, or the host hangs',
    'look on {host} whether it still runs',
  ],
  'skipped/run-cancelled': ['not called', 'a person stopped the run before its turn', ''],
  'skipped/engine-lost': ['not called', 'the engine ended before its turn', 'run it again on this host'],
  'skipped/server-stopped': [
    'not called',
    'the server was stopped before its turn',
    'run it again on this host',
  ],
  'skipped/storage': [
    'not called',
    'the run log could not be written any more',
    'free some space on the disk of the data folder, then run it again on this host',
  ],
};
