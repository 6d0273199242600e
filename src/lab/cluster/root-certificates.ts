/** One root certificate of the simulated cluster: public bytes, made for the lab; nobody has their keys any more. */
export interface RootCertificate {
  readonly thumbprint: string;
  readonly subject: string;
  /** Epoch ms UTC, as in the bytes. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** DER, base64. */
  readonly rawData: string;
  /** Stores of the local machine it belongs to. */
  readonly stores: readonly string[];
}

const VALID = { notBefore: Date.UTC(2020, 0, 1), notAfter: Date.UTC(2050, 0, 1) };

export const ROOT: RootCertificate = {
  ...VALID,
  thumbprint: '23AFF6B7CB64D9443C35992C6FCC738E4170C629',
  subject: 'CN=AzureStackCertificationAuthority',
  stores: ['Root'],
  rawData:
    'MIIBijCCATCgAwIBAgICEAAwCgYIKoZIzj0EAwIwKzEpMCcGA1UEAwwgQXp1cmVTdGFja0NlcnRpZmljYXRpb25BdXRob3JpdHkw' +
    'IBcNMjAwMTAxMDAwMDAwWhgPMjA1MDAxMDEwMDAwMDBaMCsxKTAnBgNVBAMMIEF6dXJlU3RhY2tDZXJ0aWZpY2F0aW9uQXV0aG9y' +
    'aXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHFmJVRITpQBqiL/9DRba3i6w44U/BNtapqx3/JD8qcFjLxk2knJvg7HUt3AP' +
    'NRx8B5Xa109+brHtnGDyXQkYaqNCMEAwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwHQYDVR0OBBYEFKF1rG8jyGHD' +
    'm+3JYWE4VP197QBaMAoGCCqGSM49BAMCA0gAMEUCICrsrFnrWtN53xbQTQaA48csvNceF1NY4YWazleICgmJAiEAqMwZPFons9FL' +
    'u22o+FwePgBPAXkUjTCH0fIFvN20Kyo=',
};

export const PKU2U_ROOT: RootCertificate = {
  ...VALID,
  thumbprint: '7E9E1F6C003A435C84FEB2B08CA4DFF50A81DCF0',
  subject: 'CN=AzureStackCertificationAuthorityPKU2U',
  stores: ['Root', 'Local Cert Issuer'],
  rawData:
    'MIIBlDCCATqgAwIBAgICEAAwCgYIKoZIzj0EAwIwMDEuMCwGA1UEAwwlQXp1cmVTdGFja0NlcnRpZmljYXRpb25BdXRob3JpdHlQ' +
    'S1UyVTAgFw0yMDAxMDEwMDAwMDBaGA8yMDUwMDEwMTAwMDAwMFowMDEuMCwGA1UEAwwlQXp1cmVTdGFja0NlcnRpZmljYXRpb25B' +
    'dXRob3JpdHlQS1UyVTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPDTi4dPQTz1DNg9wDyb0vyUA3Bn+GuI20qfBACgo733s1mm' +
    'kvSCZ7ylZ3AJ0H+k+rAIk8f+6jIyRUD3PfjgvLyjQjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgEGMB0GA1UdDgQW' +
    'BBRVSYxztJcWaRPJS4zDwutyX2Jn+DAKBggqhkjOPQQDAgNIADBFAiBvKkCmDZMMhJt9JWtDJ928TeXYCEZ+q/ocx9S9nlB2rQIh' +
    'ANlupAAok0//ifeG9VVIL4IcbN3E8tgkjJsTZ+ndnZdc',
};
