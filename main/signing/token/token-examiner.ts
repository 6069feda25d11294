import { randomUUID } from 'node:crypto';
import { OfficeError, type OfficeErrorData } from '#core/contract/errors.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';
import type { ProcessSpawner } from '#main/office/ports/processes.ts';
import type { ModuleChoice } from '#main/office/ports/signing.ts';
import type { ModuleExamination, SlotExamination, TokenExaminer } from '#main/office/ports/token-examiner.ts';
import { headerOfFile } from './module-header.ts';
import { startTokenConversation } from './token-conversation.ts';
import { fromBase64, type TokenReply } from './token-messages.ts';

export type TokenExaminerParts = {
  readonly spawner: ProcessSpawner;
  readonly describeCertificate: (der: Uint8Array) => CertificateFacts;
  readonly environment: () => Readonly<Record<string, string>>;
  /** How long a driver may stay silent before its process is killed, in milliseconds. */
  readonly silenceLimit?: number;
};

/** Examines drivers one after the other, each in a process that is killed when it has answered: two drivers that poll the same reader disturb each other. */
export function createTokenExaminer({ spawner, describeCertificate, environment, silenceLimit = 30_000 }: TokenExaminerParts): TokenExaminer {
  async function examineOne({ path }: ModuleChoice): Promise<ModuleExamination> {
    const header = headerOfFile(path);
    try {
      const conversation = await startTokenConversation(spawner, environment(), silenceLimit);
      try {
        const { library, slots } = await conversation.ask({ kind: 'examine', path }, 'examined');
        return { header, library, slots: slots.map((slot) => slotOf(slot, describeCertificate)), problem: null };
      } finally {
        conversation.end();
      }
    } catch (error) {
      return { header, library: null, slots: [], problem: problemOf(error instanceof OfficeError ? error : new OfficeError('token.crashed')) };
    }
  }

  return {
    async examine(modules) {
      const examined: ModuleExamination[] = [];
      for (const module of modules) examined.push(await examineOne(module));
      return examined;
    },
  };
}

type SlotMessage = Extract<TokenReply, { readonly kind: 'examined' }>['slots'][number];

function slotOf({ description, token, problem }: SlotMessage, describe: TokenExaminerParts['describeCertificate']): SlotExamination {
  const facts = (der: Uint8Array): CertificateFacts | null => {
    try {
      return describe(der);
    } catch {
      // A certificate that the program cannot read is told as such.
      return null;
    }
  };
  return {
    description,
    token: token === null ? null : { ...token, certificates: token.certificates.map(({ der, ...certificate }) => ({ ...certificate, facts: facts(fromBase64(der)) })) },
    problem: problem === null ? null : problemOf(problem),
  };
}

function problemOf({ code, params }: Pick<OfficeErrorData, 'code' | 'params'>): OfficeErrorData {
  return { code, params: { ...params }, correlationId: randomUUID() };
}
