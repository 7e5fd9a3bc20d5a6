/** `tf.compat.v1.train`: monitored sessions and their hooks. */
export { Coordinator } from '../coordinator';
export { CheckpointSaverHook, CheckpointSaverListener } from '../hooks/checkpoint_saver_hook';
export { FeedFnHook } from '../hooks/feed_fn_hook';
export { FinalOpsHook } from '../hooks/final_ops_hook';
export { GlobalStepWaiterHook } from '../hooks/global_step_waiter_hook';
export { LoggingTensorHook } from '../hooks/logging_tensor_hook';
export { NanLossDuringTrainingError, NanTensorHook } from '../hooks/nan_tensor_hook';
export {
  SessionRunArgs,
  SessionRunContext,
  SessionRunHook,
  SessionRunValues,
} from '../hooks/session_run_hook';
export { StepCounterHook } from '../hooks/step_counter_hook';
export { StopAtStepHook } from '../hooks/stop_at_step_hook';
export { SummarySaverHook } from '../hooks/summary_saver_hook';
export { SecondOrStepTimer } from '../hooks/timers';
export { MonitoredSession, SingularMonitoredSession } from './monitored_session';
export { MonitoredTrainingSession } from './monitored_training_session';
export { Scaffold, type ScaffoldInitFn, type ScaffoldKeywords } from './scaffold';
export { ChiefSessionCreator, SessionCreator, WorkerSessionCreator } from './session_creators';
export { SessionManager } from './session_manager';
