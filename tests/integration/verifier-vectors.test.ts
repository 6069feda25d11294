import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isIntact, layersOf } from '#core/text/finding-layers.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { readXml } from '#main/signing/verifier/xml-reader.ts';
import { noAnchors } from './verifier-parts.ts';

const vectors = resolve(import.meta.dirname, '../../../shared/vectors');
const present = existsSync(vectors);
const verifier = createVerifier();

/**
 * Every foreign file by name: the verdict, then what its signatures come to. `intact`: digests, values and certificate bindings hold, and every
 * file is covered. Their roots are not ours, so no better verdict than `indeterminate` is possible; what is no profile of ours is `unsupported`,
 * with the layers told as far as they can be.
 */
const expected: Readonly<Record<string, string>> = {
  'digidoc4j-valid/LT_without_nonce.asice': 'indeterminate, intact',
  'digidoc4j-valid/container_without_signatures.asice': 'unsigned',
  'digidoc4j-valid/latvian_T_signature.asice': 'indeterminate, intact',
  'digidoc4j-valid/latvian_signed_container.asice': 'unsupported, intact, signer not-established', // RSA of 2047 bits
  'digidoc4j-valid/policyImplied.asice': 'indeterminate, intact',
  'digidoc4j-valid/signature-level-T.asice': 'indeterminate, intact',
  'digidoc4j-valid/test.asice': 'indeterminate, intact',
  'digidoc4j-valid/valid-asice-esteid2018.asice': 'indeterminate, intact',
  'digidoc4j-valid/valid-asice-lta.asice': 'indeterminate, intact',
  'digidoc4j-valid/valid-asice.asice': 'indeterminate, intact',
  'digidoc4j-invalid/KS-18_lisatudfail.4.asice': 'invalid, coverage failed',
  'digidoc4j-invalid/missing_mimetype_file.asice': 'invalid, structure failed',
  'digidoc4j-invalid/signature_does_not_cover_datafile.asice': 'invalid, integrity failed',
  'digidoc4j-invalid/zip_misses_file_which_is_in_manifest.asice': 'invalid, coverage failed',
  'libdigidocpp/forged_lt.asice': 'invalid, integrity failed',
  'libdigidocpp/test.asice': 'unsupported, intact, signer not-established', // RSA of 1024 bits
  'dss-asic/multifiles-ok.asice': 'indeterminate, intact',
  'dss-asic/multifiles-too-much-files.asice': 'invalid, coverage failed',
  'dss-asic/multifiles-wrong-file.asice': 'invalid, coverage failed',
  'dss-asic/onefile-ok.asice': 'indeterminate, intact',
  'dss-asic/onefile-too-much-files.asice': 'invalid, coverage failed',
  'dss-asic/onefile-wrong-file.asice': 'invalid, coverage failed',
  'dss-xades/XSW-enveloped-fake-content-two-same-id.xml': 'invalid, structure failed',
  'dss-xades/original.xml': 'unsupported, intact',
  'dss-xades/xades-tampered-manifest.xml': 'unsupported',
  'dss-xades/xades-tampered-reference.xml': 'unsupported',
  'dss-xades/xades-wrong-sign-cert-digest.xml': 'invalid, binding failed',
  // SHA-1, DSA, XPath
  'c14n/merlin-c14n-three/signature.xml': 'unsupported',
  'c14n/merlin-exc-c14n-one/exc-signature.xml': 'unsupported',
};

async function check(path: string): Promise<string> {
  const { verdict, file } = await verifier.checkFile({ name: path, bytes: readFileSync(join(vectors, path)), anchors: noAnchors, at: '2026-11-24T10:00:00+07:00' });
  const layers = layersOf([...file.findings, ...file.signatures.flatMap(({ findings }) => findings)]);
  const wrong = (['structure', 'integrity', 'binding', 'coverage', 'signer'] as const).filter((layer) => layers[layer] === 'failed' || (layer === 'signer' && layers[layer] === 'not-established' && verdict === 'unsupported'));
  const intact = file.signatures.length > 0 && file.signatures.every(isIntact) && layers.coverage === 'established';
  return [verdict, ...(intact ? ['intact'] : []), ...wrong.slice(0, 1).map((layer) => `${layer} ${layers[layer]}`)].join(', ');
}

describe.skipIf(!present)(`foreign signatures${present ? '' : ' (skipped: no ../shared/vectors beside the checkout)'}`, () => {
  test('every file has the answer that its suite gives', async () => {
    const answers: Record<string, string> = {};
    for (const path of Object.keys(expected)) answers[path] = await check(path);
    expect(answers).toEqual(expected);
  });

  test('none is left out, and the rest of the canonicalisation suites is no signature at all', async () => {
    const files = readdirSync(vectors, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('.') && path !== 'README.md' && !Object.hasOwn(expected, path));
    const verdicts = new Set<string>();
    for (const path of files) verdicts.add(await check(path));
    expect({ others: files.filter((path) => !path.startsWith('c14n/')), verdicts: [...verdicts].filter((verdict) => !['unsupported', 'unsigned'].includes(verdict)) }).toEqual({ others: [], verdicts: [] });
  });

  test("canonical bytes are those of Merlin Hughes's exclusive example", () => {
    const bytes = readFileSync(join(vectors, 'c14n/merlin-exc-c14n-one/exc-signature.xml'));
    const digest = readXml(bytes, (xml) => xml.withId('to-be-signed').map((element) => createHash('sha1').update(xml.canonical(element, 'exclusive')).digest('base64')));
    expect(digest).toEqual(['7yOTjUu+9oEhShgyIIXDLjQ08aY=']);
  });
});
