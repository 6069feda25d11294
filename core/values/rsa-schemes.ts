/** The two ways in which RSA keys sign, as standards call them (RFC 8017, 8.1 and 8.2). */
export const rsaSchemeNames = { pkcs1: 'PKCS#1 v1.5', pss: 'RSA-PSS' } as const;
