/**
 * Common names of the platform's root certificates, as upstream's guide names their files (AzureLocal-Supportability,
 * Update-Hangs-after-Secret-Rotation). That the subjects are the files' names is not confirmed by a real cluster yet.
 */
export const ROOT_NAMES = [
  'AzureStackCertificationAuthority',
  'AzureStackCertificationAuthorityPKU2U',
] as const;
