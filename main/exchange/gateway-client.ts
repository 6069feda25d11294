import { createHash, randomUUID } from 'node:crypto';
import { OfficeError } from '#core/contract/errors.ts';
import type { GatewayClient, GatewayCredentials, RecordAnswer } from '#main/office/ports/exchange.ts';
import { frame, transactionLimit } from './framing.ts';
import { isSuccess, messageOf, readCertificateRow, readResultRow, readToken, type GatewayAnswer } from './gateway-answer.ts';
import { addressOf, postJson, type Fetch } from './gateway-call.ts';
import { expiredTokenCodes, schoolYearNumber, transactions, unknownCertificateCodes, type Transaction } from './transactions.ts';

type Body = Readonly<Record<string, unknown>>;

export type GatewayClientOptions = {
  readonly fetch?: Fetch;
  /** One line per transaction, without token, password or pupils. */
  readonly log?: (line: string) => void;
};

/**
 * The school's side of the ministry's transactions (CV 2088/BGDĐT-GDTH II.2), over JSON and HTTP, with the paths of the profile.
 * A token is fetched when needed and once more when the gateway says that it has run out. Nothing is ever sent twice besides that: repeating a
 * submit is the use case's decision, with the same `messageId`.
 */
export function createGatewayClient({ fetch = globalThis.fetch, log = () => {} }: GatewayClientOptions = {}): GatewayClient {
  const tokens = new Map<string, string>();

  async function call(gateway: GatewayCredentials, transaction: Transaction, header: Body, body: Body): Promise<GatewayAnswer> {
    const url = addressOf(gateway.profile.url, gateway.profile.paths[transaction.path]);
    const startedAt = performance.now();
    const { status, answer } = await postJson(fetch, url, { authenticationRequest: { ...header, type: transaction.type, function: transaction.function }, ...body }, transaction.timeout);
    log(`${transaction.function} ${url.host}: HTTP ${status}, Error "${answer?.error ?? ''}", ${Math.round(performance.now() - startedAt)} ms`);
    return answer ?? expired(url.host);
  }

  async function fetchToken(gateway: GatewayCredentials): Promise<string> {
    const answer = await call(gateway, transactions.token, accountOf(gateway), { messageid: randomUUID() });
    if (!isSuccess(answer)) throw refusalOf(answer);
    const token = readToken(new URL(gateway.profile.url).host, answer);
    tokens.set(keyOf(gateway), token);
    return token;
  }

  /** One transaction under a token; where the token has run out, once more under a new one. */
  async function transact(gateway: GatewayCredentials, transaction: Transaction, header: Body, body: Body): Promise<GatewayAnswer> {
    const known = tokens.get(keyOf(gateway));
    const withToken = (token: string) => call(gateway, transaction, { token, ...accountOf(gateway), ...header }, body);
    const first = await withToken(known ?? (await fetchToken(gateway)));
    const answer = known !== undefined && expiredTokenCodes.has(first.error) ? await withToken(await fetchToken(gateway)) : first;
    if (!isSuccess(answer)) throw refusalOf(answer);
    return answer;
  }

  return {
    async registerCertificate(gateway, { messageId, facts, issuerCode, signedContent }) {
      const answer = await transact(
        gateway,
        transactions.registerCertificate,
        { messageid: messageId },
        { serial_number: facts.serial, ngay_hieu_luc: facts.notBefore, ma_kieu_chu_ky: 'USB_TOKEN', nha_phat_hanh: issuerCode, content: frame(signedContent) },
      );
      return { message: messageOf(answer) };
    },

    async queryCertificate(gateway, { messageId, serial, schoolYear }) {
      const year = schoolYearNumber(schoolYear);
      const answer = await transact(gateway, transactions.queryCertificate, { messageid: messageId, nam_hoc: year }, { serial_number: serial, ma_nam_hoc: year });
      const host = new URL(gateway.profile.url).host;
      const rows = (answer.rows.length > 0 ? answer.rows : [answer.fields]).map((fields) => readCertificateRow(host, fields));
      const found = rows.find((row) => sameSerial(row.serialnumber, serial));
      if (found === undefined) throw new OfficeError('exchange.certificate-not-registered', { serial });
      return { state: stateOf(found.trangthaipheduyet), message: found.errordescription || messageOf(answer) };
    },

    async submit(gateway, { messageId, schoolYear, document }) {
      const content = frame(document);
      if (content.length > transactionLimit) throw new OfficeError('exchange.too-large', { bytes: content.length, limit: transactionLimit });
      const answer = await transact(gateway, transactions.submit, { messageid: messageId, nam_hoc: schoolYearNumber(schoolYear) }, { content });
      return { message: messageOf(answer) };
    },

    async queryResult(gateway, { messageId }) {
      const answer = await transact(gateway, transactions.queryResult, { messageid: messageId }, {});
      const host = new URL(gateway.profile.url).host;
      const rows = answer.rows.map((fields) => readResultRow(host, fields));
      if (rows.length === 0 || rows.some((row) => row.trangthai === '')) return null;
      return rows.map((row): RecordAnswer => {
        if (row.trangthai !== '0' && row.trangthai !== '1') throw new OfficeError('exchange.bad-answer', { host, reason: 'trang_thai' });
        return {
          pupilCode: row.mahocsinh,
          pupilName: row.tenhocsinh,
          uuid: row.matracuuuuid.toLowerCase(),
          accepted: row.trangthai === '1',
          errorCode: row.error,
          fieldTitle: row.errorfieldtitle || row.errorfiledtitle,
          description: row.errordescription,
        };
      });
    },
  };
}

/** Who asks (CV 2088 II.2.2): the password travels as SHA-256, hexadecimal lower case. */
function accountOf({ profile, password }: GatewayCredentials): Body {
  return { user_name: profile.userName, password: createHash('sha256').update(password.normalize('NFC'), 'utf8').digest('hex'), ma_don_vi: profile.unitCode };
}

/** Another account, address or password has another token. */
function keyOf(gateway: GatewayCredentials): string {
  return createHash('sha256')
    .update(JSON.stringify([gateway.profile.url, accountOf(gateway)]))
    .digest('hex');
}

/** HTTP 401 says the same as the code. */
function expired(host: string): GatewayAnswer {
  return { messageid: '', error: '401', errordescription: `${host}: HTTP 401`, responsecode: '', responsedescription: '', fields: {}, rows: [] };
}

function refusalOf(answer: GatewayAnswer): OfficeError {
  const params = { code: answer.error, message: messageOf(answer) };
  return new OfficeError(unknownCertificateCodes.has(answer.error) ? 'exchange.certificate-not-registered' : 'exchange.refused', params);
}

function sameSerial(left: string, right: string): boolean {
  const plain = (serial: string) => serial.replace(/[\s:]/gu, '').toUpperCase().replace(/^0+/u, '');
  return plain(left) === plain(right);
}

/** 1 approved, 0 refused (CV 2088 II.2.5); anything else is not decided yet. */
function stateOf(value: string): 'asked' | 'approved' | 'refused' {
  if (value === '1') return 'approved';
  return value === '0' ? 'refused' : 'asked';
}
