/** The options of sshd_config(5) that decide whether a client reaches a unix socket through sshd. */
export const FORWARDING_OPTIONS = [
  {
    keyword: 'disableforwarding',
    directive: 'DisableForwarding',
    byDefault: 'no',
    allows: /^(?:no|false)$/u,
  },
  {
    keyword: 'allowstreamlocalforwarding',
    directive: 'AllowStreamLocalForwarding',
    byDefault: 'yes',
    allows: /^(?:yes|true|all|local)$/u,
  },
] as const;
