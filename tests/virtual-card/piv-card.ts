import { constants, privateEncrypt, type KeyObject } from 'node:crypto';

/**
 * A PIV card (NIST SP 800-73-4) with one key, that of digital signatures (9C): its PIN must be verified right before each use. It counts wrong
 * PINs and locks. What lives in a real card's memory lives here in variables: it survives being pulled.
 */
export type PivCard = {
  /** Response to a command APDU. */
  answer(command: Buffer): Buffer;
  /** Power off: verified PINs and half-sent commands are forgotten, the count of wrong ones is not. */
  powerOff(): void;
  triesLeft(): number;
  /** Signatures made. */
  signatures(): number;
};

const status = (word: number) => Buffer.from([word >> 8, word & 0xff]);
const done = status(0x9000);
const notFound = status(0x6a82);
const application = Buffer.from('a000000308', 'hex');

const objects = { discovery: '7e', chuid: '5fc102', signatureCertificate: '5fc10a' } as const;

/** BER-TLV with a one- or two-byte tag. */
function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const length = value.length < 0x80 ? [value.length] : value.length < 0x100 ? [0x81, value.length] : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from(tag > 0xff ? [tag >> 8, tag & 0xff] : [tag]), Buffer.from(length), value]);
}

export function createPivCard(input: { readonly certificate: Uint8Array; readonly privateKey: KeyObject; readonly pin: string; readonly tries: number; readonly guid: Buffer }): PivCard {
  const pinBlock = Buffer.alloc(8, 0xff);
  pinBlock.write(input.pin, 'latin1');
  let triesLeft = input.tries;
  let signatures = 0;
  /** Since power-on; and, for the signature key, since its last use. */
  let [verified, fresh] = [false, false];
  let chained = Buffer.alloc(0);
  let pending = Buffer.alloc(0);

  const contents: Readonly<Record<string, Buffer>> = {
    [objects.discovery]: tlv(0x7e, tlv(0x4f, application, Buffer.from('000010000100', 'hex')), tlv(0x5f2f, Buffer.from('4000', 'hex'))),
    [objects.chuid]: tlv(0x53, tlv(0x30, Buffer.alloc(25, 0xd4)), tlv(0x34, input.guid), tlv(0x35, Buffer.from('20350101', 'latin1')), tlv(0x3e), tlv(0xfe)),
    [objects.signatureCertificate]: tlv(0x53, tlv(0x70, Buffer.from(input.certificate)), tlv(0x71, Buffer.from([0])), tlv(0xfe)),
  };

  /** Long answers go in pieces of 256 bytes, fetched with GET RESPONSE. */
  function inPieces(response: Buffer): Buffer {
    const piece = response.subarray(0, 256);
    pending = Buffer.from(response.subarray(256));
    return Buffer.concat([piece, pending.length === 0 ? done : Buffer.from([0x61, pending.length > 0xff ? 0 : pending.length])]);
  }

  function verifyPin(data: Buffer): Buffer {
    if (triesLeft === 0) return status(0x6983);
    if (data.length === 0) return verified ? done : status(0x63c0 | triesLeft);
    if (!data.equals(pinBlock)) {
      triesLeft -= 1;
      [verified, fresh] = [false, false];
      return triesLeft === 0 ? status(0x6983) : status(0x63c0 | triesLeft);
    }
    triesLeft = input.tries;
    [verified, fresh] = [true, true];
    return done;
  }

  /** GENERAL AUTHENTICATE: 7C { 82 empty, 81 the padded block }. */
  function authenticate(algorithm: number, key: number, data: Buffer): Buffer {
    if (key !== 0x9c || algorithm !== 0x07) return status(0x6a86);
    if (!fresh) return status(0x6982);
    const at = data.lastIndexOf(Buffer.from('81820100', 'hex'), data.length - 256);
    if (at < 0) return status(0x6a80);
    fresh = false;
    signatures += 1;
    const block = privateEncrypt({ key: input.privateKey, padding: constants.RSA_NO_PADDING }, data.subarray(at + 4, at + 260));
    return inPieces(tlv(0x7c, tlv(0x82, block)));
  }

  function perform(instruction: number, p1: number, p2: number, data: Buffer): Buffer {
    if (instruction === 0xa4) return data.subarray(0, application.length).equals(application) ? Buffer.concat([tlv(0x61, tlv(0x4f, Buffer.from('000010000100', 'hex')), tlv(0x79, tlv(0x4f, application))), done]) : notFound;
    if (instruction === 0xcb) {
      const content = contents[data.subarray(2).toString('hex')];
      return content === undefined ? notFound : inPieces(content);
    }
    if (instruction === 0x20) return p2 === 0x80 ? verifyPin(data) : status(0x6a88);
    if (instruction === 0x87) return authenticate(p1, p2, data);
    return status(0x6d00);
  }

  return {
    answer(command) {
      const [kind = 0, instruction = 0, p1 = 0, p2 = 0, length = 0] = command;
      if (instruction === 0xc0) return inPieces(pending);
      const data = command.length > 5 ? command.subarray(5, 5 + length) : Buffer.alloc(0);
      chained = Buffer.concat([chained, data]);
      if ((kind & 0x10) !== 0) return done;
      const whole = chained;
      chained = Buffer.alloc(0);
      return perform(instruction, p1, p2, whole);
    },
    powerOff() {
      [verified, fresh] = [false, false];
      [chained, pending] = [Buffer.alloc(0), Buffer.alloc(0)];
    },
    triesLeft: () => triesLeft,
    signatures: () => signatures,
  };
}
