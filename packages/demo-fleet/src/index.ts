export type {
  Behaviour,
  ChannelOpen,
  Exec,
  Forward,
  ForeignProtocol,
  HostKeyChoice,
  LastMessage,
  LegacyOffer,
  Login,
  LoginPrompt,
} from './behaviour.ts';
export type { Transport, UnsharedOffer } from './behaviour.ts';
export { startFleet, type Fleet, type FleetOptions } from './fleet.ts';
export type { PublicHostKey } from './host-key.ts';
export type { ClosedBy, ExecEntry, HostLedger, Stage } from './ledger.ts';
export { patternBytes } from './payloads.ts';
export { TWO_STEP_CODE, type Accounts } from './login.ts';
export { addressOf, behaviourOf, SCENARIOS, type Scenario, type ScenarioName } from './scenarios.ts';
export type { Digest } from './tally.ts';
export {
  startDemoFleet,
  type DemoFleet,
  type DemoFleetOptions,
  type DemoHostKey,
} from './demo/demo-fleet.ts';
export {
  startDemoFleetProcess,
  startFleetProcess,
  type FleetProcess,
  type FleetProcessOptions,
} from './fleet-process.ts';
