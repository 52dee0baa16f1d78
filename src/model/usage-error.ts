/** The command line or a configuration value is wrong; the message names the value. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
