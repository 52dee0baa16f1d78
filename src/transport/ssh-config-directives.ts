/**
 * What podready does with a directive. A function says whether a value decides nothing that
 * podready would do otherwise; any other value stops the host.
 */
export type Treatment = 'honoured' | 'ignored' | ((value: string) => boolean);

/** The treatment of a directive, or `undefined` when ssh_config(5) has none of that name. */
export function treatmentOf(keyword: string): Treatment | undefined {
  if (HONOURED.has(keyword)) return 'honoured';
  if (IGNORED.has(keyword)) return 'ignored';
  return STOPPING.get(keyword);
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/u);

/** Directives that podready carries out. */
export const HONOURED: ReadonlySet<string> = new Set(
  words(`
    addressfamily ciphers connecttimeout globalknownhostsfile hashknownhosts host hostkeyalgorithms
    hostkeyalias hostname identitiesonly identityagent identityfile ignoreunknown include
    kexalgorithms macs match port proxyjump stricthostkeychecking user userknownhostsfile
  `),
);

/**
 * Directives that decide neither where, nor as whom, nor how strictly podready connects: it forwards
 * nothing, asks nothing, multiplexes nothing, sends no environment and learns no keys. A method of
 * authentication that podready lacks (GSSAPI, passwords) can only make a login fail. Debian and
 * Fedora ship `GSSAPIAuthentication yes` and `SendEnv` for every host.
 */
export const IGNORED: ReadonlySet<string> = new Set(
  words(`
    addkeystoagent batchmode canonicaldomains canonicalizefallbacklocal canonicalizemaxdots
    canonicalizepermittedcnames casignaturealgorithms channeltimeout clearallforwardings compression
    compressionlevel connectionattempts controlmaster controlpath controlpersist dynamicforward
    enableescapecommandline enablesshkeysign escapechar exitonforwardfailure fingerprinthash
    forkafterauthentication forwardagent forwardx11 forwardx11timeout forwardx11trusted gatewayports
    gssapiauthentication gssapiclientidentity gssapidelegatecredentials gssapikexalgorithms
    gssapikeyexchange gssapirenewalforcesrekey gssapiserveridentity gssapitrustdns
    hostbasedacceptedalgorithms ipqos kbdinteractiveauthentication kbdinteractivedevices localcommand
    localforward loglevel logverbose nohostauthenticationforlocalhost numberofpasswordprompts
    obscurekeystroketiming passwordauthentication permitlocalcommand permitremoteopen proxyusefdpass
    rekeylimit remotecommand remoteforward requesttty sendenv serveralivecountmax
    serveraliveinterval sessiontype setenv stdinnull streamlocalbindmask streamlocalbindunlink
    syslogfacility tag tcpkeepalive tunnel tunneldevice updatehostkeys usekeychain verifyhostkeydns
    versionaddendum visualhostkey warnweakcrypto xauthlocation

    afstokenpassing cipher fallbacktorsh globalknownhostsfile2 kerberosauthentication
    kerberostgtpassing keepalive protocol protocolkeepalives rhostsauthentication
    rhostsrsaauthentication rsaauthentication setuptimeout skeyauthentication tisauthentication
    useblacklistedkeys useprivilegedport useroaming userknownhostsfile2 usersh
  `),
);

const only =
  (...harmless: readonly string[]) =>
  (value: string): boolean =>
    harmless.includes(value.toLowerCase());

const no = only('no', 'false', 'none');

/** Directives that podready does not implement, with the values at which they change nothing. */
export const STOPPING: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['bindaddress', only()],
  ['bindinterface', only()],
  ['canonicalizehostname', no],
  ['certificatefile', only('none')],
  ['checkhostip', no],
  ['hostbasedauthentication', no],
  ['knownhostscommand', only('none')],
  ['pkcs11provider', only('none')],
  ['preferredauthentications', (value) => value.toLowerCase().split(',').includes('publickey')],
  ['proxycommand', only('none')],
  // `+` and `^` only widen or reorder the default.
  ['pubkeyacceptedalgorithms', (value) => /^[+^]/u.test(value)],
  ['pubkeyauthentication', only('yes', 'true', 'unbound', 'host-bound')],
  ['refuseconnection', only()],
  // 1024 is what OpenSSH asks for by itself.
  ['requiredrsasize', (value) => Number(value) <= 1024],
  ['revokedhostkeys', only('none')],
  ['securitykeyprovider', only('internal', 'none')],
]);
