import { openSoftwareModule } from './practice/tokens/software-token.ts';
import { practiceModulePrefix } from './practice/tokens/practice-token-maker.ts';
import { endAtOnce } from './signing/token/end-with-office.ts';
import { openPkcs11Module } from './signing/token/pkcs11-driver.ts';
import { runTokenProcess, type ProcessLink } from './signing/token/token-process.ts';

export { endAtOnce };

/** The process 'token': vendor modules through PKCS#11, training modules through our own files. */
export function runTokenEntry(link: ProcessLink): void {
  runTokenProcess(link, (path) => (path.startsWith(practiceModulePrefix) ? openSoftwareModule(path.slice(practiceModulePrefix.length)) : openPkcs11Module(path)));
}
