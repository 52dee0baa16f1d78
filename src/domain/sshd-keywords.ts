/** Keywords of sshd_config(5), those of distributions' patches and those that sshd still knows of old. */
const KEYWORDS = `acceptenv addressfamily allowagentforwarding allowgroups allowstreamlocalforwarding
allowtcpforwarding allowusers authenticationmethods authorizedkeyscommand authorizedkeyscommanduser
authorizedkeysfile authorizedkeysfile2 authorizedprincipalscommand authorizedprincipalscommanduser
authorizedprincipalsfile banner casignaturealgorithms challengeresponseauthentication channeltimeout
checkmail chrootdirectory ciphers clientalivecountmax clientaliveinterval compression debianbanner
denygroups denyusers disableforwarding dsaauthentication exposeauthinfo fingerprinthash forcecommand
gatewayports gssapiauthentication gssapicleanupcredentials gssapicleanupcreds gssapienablek5users
gssapikexalgorithms gssapikeyexchange gssapistorecredentialsonrekey gssapistrictacceptorcheck
hostbasedacceptedalgorithms hostbasedacceptedkeytypes hostbasedauthentication
hostbasedusesnamefrompacketonly hostcertificate hostdsakey hostkey hostkeyagent hostkeyalgorithms
ignorerhosts ignoreuserknownhosts include ipqos kbdinteractiveauthentication keepalive
kerberosauthentication kerberosgetafstoken kerberosorlocalpasswd kerberostgtpassing
kerberosticketcleanup kerberosuniqueccache kerberosusekuserok kexalgorithms keyregenerationinterval
listenaddress logingracetime loglevel logverbose macs match maxauthtries maxsessions maxstartups
modulifile pamservicename passwordauthentication permitemptypasswords permitlisten permitopen
permitrootlogin permittty permittunnel permituserenvironment permituserrc persourcemaxstartups
persourcenetblocksize persourcepenalties persourcepenaltyexemptlist pidfile port printlastlog
printmotd protocol pubkeyacceptedalgorithms pubkeyacceptedkeytypes pubkeyauthentication
pubkeyauthoptions rdomain refuseconnection rekeylimit requiredrsasize reversemappingcheck revokedkeys
rhostsauthentication rhostsrsaauthentication rsaauthentication rsaminsize securitykeyprovider
serverkeybits setenv showpatchlevel skeyauthentication sshdauthpath sshdsessionpath
streamlocalbindmask streamlocalbindunlink strictmodes subsystem syslogfacility tcpkeepalive
trustedusercakeys unusedconnectiontimeout useblacklist useblocklist usedns uselogin usepam
useprivilegeseparation verifyreversemapping versionaddendum x11displayoffset x11forwarding
x11uselocalhost xauthlocation`;

export const SSHD_KEYWORDS: ReadonlySet<string> = new Set(KEYWORDS.split(/\s+/u));

/** Keywords that take `yes` or `no` and nothing else. */
export const YES_NO_KEYWORDS: ReadonlySet<string> = new Set([
  ...[
    'allowagentforwarding',
    'disableforwarding',
    'exposeauthinfo',
    'kbdinteractiveauthentication',
  ],
  ...[
    'passwordauthentication',
    'permitemptypasswords',
    'permittty',
    'permituserrc',
    'printlastlog',
  ],
  ...['printmotd', 'pubkeyauthentication', 'strictmodes', 'tcpkeepalive', 'usedns', 'usepam'],
  ...['x11forwarding', 'x11uselocalhost', 'streamlocalbindunlink', 'hostbasedauthentication'],
]);
