/**
 * podready as a library: look at hosts, judge what was seen, plan repairs, render reports. What is
 * exported here follows semantic versioning; everything else is internal.
 */
export { apply, evaluate, gather, plan, render, type What } from './api.ts';
export { checks } from '../checks/index.ts';
export { fixes } from '../fixes/index.ts';
export { renderers, type ReportFormat } from '../reports/index.ts';
export type { TextOptions } from '../reports/text.ts';
export { symptoms } from '../symptoms/index.ts';
export { type SymptomMatch, symptomMatcher } from './domain/symptom-match.ts';
export { type BundleItem, writeBundle } from './bundle/bundle.ts';
export { readFactsFile, type SavedFacts } from './bundle/read-facts.ts';
export type {
  ApplyEvent,
  ApplyOptions,
  ApplyResult,
  FixResult,
  StepResult,
} from './engine/apply.ts';
export { type Checked, checkHost, checkSnapshot, unreachable } from './engine/check-host.ts';
export { compare, type Comparison, type Side } from './engine/compare.ts';
export { checkFleet, type FleetHost, type FleetOptions } from './engine/fleet.ts';
export {
  type Consent,
  hasChanges,
  type HostPlan,
  planHost,
  type PlannedFix,
  type PlanRequest,
  withConsent,
} from './engine/plan.ts';
export type { Baseline, Policy } from './engine/policy.ts';
export { select, type Selection, type SelectOptions } from './engine/select.ts';
export { facts, type FactId, type FactValues } from './facts/index.ts';
export type { GatherOptions } from './gather/gather.ts';
export { Pseudonyms, type PseudonymMap } from './gather/pseudonyms.ts';
export type { Snapshot } from './gather/snapshot.ts';
export type { BundledHost, BundleManifest, Redaction } from './model/bundle.ts';
export {
  type AnyCheck,
  type Area,
  type Check,
  type CheckMeta,
  type Consequence,
  defineCheck,
  type Evidence,
  fail,
  type Finding,
  notApplicable,
  pass,
  type Severity,
  unknown,
  type Verdict,
  verdictOf,
} from './model/check.ts';
export {
  absent,
  defineClientFact,
  defineFact,
  type Fact,
  type FactState,
  known,
  unreadable,
} from './model/fact.ts';
export type { FactStates } from './model/fact-states.ts';
export {
  type AnyFix,
  defineFix,
  type Effect,
  type Fix,
  type FixMeta,
  type Plan,
  type Step,
} from './model/fix.ts';
export { NEED_NAMES, type NeedName, type Needs, type Target } from './model/need.ts';
export type {
  Accepted,
  CheckResult,
  Gathered,
  HostError,
  HostReport,
  HostVerdict,
  IdMap,
  IdMaps,
  Machine,
  OwnedIds,
  Renderer,
  RenderOptions,
  Report,
  ReportedFinding,
  ReportedWaiver,
  RootCause,
  Status,
  WaiverInUse,
} from './model/report.ts';
export type { SavedFix, SavedHost, SavedPlan } from './model/saved-plan.ts';
export type { Cause, Symptom } from './model/symptom.ts';
export type { Waiver } from './model/waiver.ts';
export { UsageError } from './model/usage-error.ts';
export { connect, type ConnectOptions } from './transport/connect.ts';
export { HopPool } from './transport/hop-pool.ts';
export { type HostTarget, parseHost, parseHosts } from './transport/inventory.ts';
export { LocalTransport } from './transport/local.ts';
export { type Transport, TransportError } from './transport/transport.ts';
