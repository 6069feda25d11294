import type { Verdict } from '#core/contract/verification.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { JournaledSignature, PackageBench, PackageKey, PackageLock } from '../ports/hand-off.ts';
import type { TrustAnchors } from '../ports/verifier.ts';
import type { ChangedField } from '../signing/signable-source.ts';
import type { DocumentReading } from './document-reading.ts';
import type { RequestContent, RequestItem, ReturnContent } from './package-content.ts';

/** One signature that is asked for: the frozen document with the signatures it has, and the version that the role signed last with its own. */
export type HandedDocument = Pick<RequestItem, 'uuid' | 'region' | 'signatures'> & { readonly data: Uint8Array; readonly previous: { readonly data: Uint8Array; readonly signatures: RequestItem['signatures'] } | null };

/** A document of an opened package, read and checked from the bytes that would be signed; its text is read again when somebody wants to see it. */
export type OpenedDocument = Omit<DocumentReading, 'lines'> & {
  readonly region: string;
  readonly digest: string;
  readonly data: Uint8Array;
  readonly signatures: RequestItem['signatures'];
  readonly verdict: Verdict | null;
  readonly signedBefore: readonly { readonly role: SigningRole; readonly signer: string }[];
  readonly changes: readonly ChangedField[] | null;
};

type Task<Ask, Fed, Piece, Answer> = (ask: Ask, course: { readonly feed: AsyncIterable<readonly Fed[]>; readonly tell: (piece: readonly Piece[]) => void }) => Promise<Answer>;

/** What a package's thread does, and what goes in and comes out: plain data only. Files to open are fed in pieces: the copy of a large one would hold up the office. */
export type PackageTasks = {
  readonly open: Task<
    { readonly key: PackageKey; readonly anchors: TrustAnchors; readonly at: string },
    Uint8Array,
    OpenedDocument,
    { readonly content: Omit<RequestContent, 'items'>; readonly documents: number; readonly requestDigest: string; readonly tie: Uint8Array; readonly fileDigest: string }
  >;
  readonly sealRequest: Task<
    { readonly content: Omit<RequestContent, 'items'>; readonly identityKey: Uint8Array; readonly lock: PackageLock },
    HandedDocument,
    never,
    /** `baseDigests`: of each document with the signatures that it has, in the order given. */
    { readonly file: Uint8Array; readonly manifestDigest: string; readonly digest: string; readonly baseDigests: readonly string[] }
  >;
  readonly openReturn: Task<
    { readonly privateKey: Uint8Array; readonly tie: Uint8Array },
    Uint8Array,
    ReturnContent['signatures'][number],
    /** Certificates that are not what their digest says are left out. */
    { readonly content: Omit<ReturnContent, 'signatures'>; readonly digest: string }
  >;
  readonly sealReturn: Task<
    { readonly content: Omit<ReturnContent, 'signatures' | 'certificates'>; readonly returnKey: Uint8Array; readonly tie: Uint8Array },
    JournaledSignature,
    never,
    { readonly file: Uint8Array; readonly digest: string; readonly signatures: number }
  >;
};

const pieceSize = 512 * 1024;

/** A file as a thread is fed it. */
export async function* filePieces(file: Uint8Array): AsyncGenerator<readonly Uint8Array[]> {
  for (let from = 0; from < file.length; from += pieceSize) yield [file.slice(from, from + pieceSize)];
}

type Asks<Name extends keyof PackageTasks> = Parameters<PackageTasks[Name]>[0];
type Fed<Name extends keyof PackageTasks> = Parameters<PackageTasks[Name]>[1]['feed'];
type Told<Name extends keyof PackageTasks> = Parameters<Parameters<PackageTasks[Name]>[1]['tell']>[0];

/** Runs one of the tasks at the bench. `signal`: left out where nobody can cancel it. */
export async function runPackageTask<Name extends keyof PackageTasks>(
  bench: PackageBench,
  name: Name,
  ask: Asks<Name>,
  course: { readonly feed?: Fed<Name>; readonly hear?: (piece: Told<Name>) => void; readonly signal?: AbortSignal } = {},
): Promise<Awaited<ReturnType<PackageTasks[Name]>>> {
  const { feed, hear, signal = new AbortController().signal } = course;
  const answer = await bench.run(name, ask, { ...(feed === undefined ? {} : { feed }), ...(hear === undefined ? {} : { hear: (piece: unknown) => hear(piece as Told<Name>) }), signal });
  return answer as Awaited<ReturnType<PackageTasks[Name]>>;
}
