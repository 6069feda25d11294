import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { GatewayProfile } from '#core/contract/exchange.ts';
import type { TrustAnchors, Verifier } from '#main/office/ports/verifier.ts';
import type { GatewayDatabase } from './gateway-database.ts';
import { GatewayRefusal } from './gateway-refusal.ts';
import { certificateQuery, registerRequest, resultQuery, submitRequest, tokenRequest, type SignedInHeader } from './gateway-requests.ts';
import { practiceAccount, practiceGatewayPassword } from './practice-profile.ts';
import { isSound, judgeRecord, whyNot, type JudgedRecord, type Validate } from './record-checks.ts';
import { openFrame } from './transaction-frame.ts';

export type GatewayParts = {
  readonly database: GatewayDatabase;
  readonly verifier: Verifier;
  readonly anchors: TrustAnchors;
  readonly validate: Validate;
  /** Now, ISO 8601. */
  readonly now: () => string;
};

/** `fields` go into the answer, `note` into the log: no pupils, no passwords. */
type Answer = { readonly fields: Readonly<Record<string, unknown>>; readonly note: string };
export type TransactionName = keyof GatewayProfile['paths'];

const tokenLife = 30 * 60_000;

/** The transactions of CV 2088/BGDĐT-GDTH II.2 as a reception gateway answers them. Refusals are GatewayRefusal. */
export function createGatewayTransactions(parts: GatewayParts): Readonly<Record<TransactionName, (body: unknown) => Promise<Answer>>> {
  const { database } = parts;

  async function checkToken({ token, ...account }: SignedInHeader): Promise<void> {
    checkAccount(account);
    const row = await database.selectFrom('token').selectAll().where('digest', '=', sha256(token)).executeTakeFirst();
    if (row === undefined || row.expires_at < Date.parse(parts.now())) throw new GatewayRefusal('TOKEN_HET_HAN', 'Phiên làm việc đã hết hạn, hãy lấy lại token.');
  }

  /** The list, its signature and who signed: a training certificate's signature counts here, an unsound one never. */
  async function checkList(list: Uint8Array) {
    const { report, records } = await parts.verifier.checkTransaction({ bytes: list, anchors: parts.anchors, at: parts.now() });
    const [signature, ...others] = report.signatures;
    if (report.verdict === 'unsigned') throw new GatewayRefusal('THIEU_CHU_KY', 'Giao dịch chưa có chữ ký số của đơn vị.');
    if (!isSound(report.verdict) || signature === undefined || signature.certificate === null || others.length > 0) {
      throw new GatewayRefusal('CHU_KY_KHONG_HOP_LE', `Chữ ký số của giao dịch không được chấp nhận: ${whyNot([...report.findings, ...(signature?.findings ?? [])])}`);
    }
    return { records, certificate: signature.certificate };
  }

  /** Digests of the unit's approved certificates, the signing one among them. */
  async function approvedWith(unitCode: string, signing: string): Promise<ReadonlySet<string>> {
    const rows = await database.selectFrom('certificate').select(['digest', 'state']).where('unit_code', '=', unitCode).execute();
    const state = rows.find(({ digest }) => digest === signing)?.state;
    if (state === undefined) throw new GatewayRefusal('CTS_CHUA_DANG_KY', 'Chứng thư số ký giao dịch chưa được đăng ký cho đơn vị này.');
    if (state === 'asked') throw new GatewayRefusal('CTS_CHUA_PHE_DUYET', 'Chứng thư số ký giao dịch đã đăng ký nhưng chưa được Sở phê duyệt.');
    return new Set(rows.filter((row) => row.state === 'approved').map(({ digest }) => digest));
  }

  async function judgeAll(records: readonly Uint8Array[], context: { readonly unitCode: string; readonly schoolYear: number; readonly approved: ReadonlySet<string> }): Promise<readonly JudgedRecord[]> {
    const held = await database.selectFrom('answer').select(['uuid', 'personal_id', 'school_year']).where('accepted', '=', 1).execute();
    const uuids = new Set(held.map(({ uuid }) => uuid));
    const pupils = new Set(held.map((row) => `${row.personal_id} ${row.school_year}`));
    const judged: JudgedRecord[] = [];
    for (const record of records) {
      const one = await judgeRecord(record, {
        ...parts,
        ...context,
        at: parts.now(),
        holdsUuid: (uuid) => uuids.has(uuid),
        holdsPupil: (personalId, schoolYear) => pupils.has(`${personalId} ${schoolYear}`),
      });
      judged.push(one);
      // Two records of one pupil in the same list are as much a duplicate as in two lists.
      if (one.refused === null) {
        uuids.add(one.uuid);
        pupils.add(`${one.personalId} ${one.schoolYear}`);
      }
    }
    return judged;
  }

  return {
    async token(body) {
      const { authenticationRequest } = parsed(tokenRequest, body);
      checkAccount(authenticationRequest);
      const token = randomBytes(24).toString('base64url');
      await database.deleteFrom('token').where('expires_at', '<', Date.parse(parts.now())).execute();
      await database.insertInto('token').values({ digest: sha256(token), expires_at: Date.parse(parts.now()) + tokenLife }).execute();
      return { fields: { token }, note: 'cấp token' };
    },

    async registerCertificate(body) {
      const request = parsed(registerRequest, body);
      const header = request.authenticationRequest;
      await checkToken(header);
      const { certificate } = await checkList(openFrame(request.content));
      if (plainSerial(certificate.serial) !== plainSerial(request.serial_number)) throw new GatewayRefusal('SAI_SERIAL', 'Serial khai báo không phải của chứng thư số đã ký.');
      if (certificate.kind !== 'organisation') throw new GatewayRefusal('CTS_CA_NHAN', 'Chỉ đăng ký chứng thư số của tổ chức (con dấu số của trường).');
      const row = { unit_code: header.ma_don_vi, digest: certificate.digest, serial: certificate.serial, holder: certificate.holder, issuer_code: request.nha_phat_hanh, message_id: header.messageid, registered_at: parts.now(), state: 'asked' as const };
      await database.insertInto('certificate').values(row).onConflict((conflict) => conflict.columns(['unit_code', 'digest']).doNothing()).execute();
      return { fields: { ErrorDescription: 'Đã nhận đăng ký chứng thư số, chờ Sở phê duyệt.' }, note: `đăng ký chứng thư số ${certificate.serial}` };
    },

    /** A Sở approves by hand and takes days; here the first question is enough. */
    async queryCertificate(body) {
      const { authenticationRequest: header } = parsed(certificateQuery, body);
      await checkToken(header);
      await database.updateTable('certificate').set({ state: 'approved' }).where('unit_code', '=', header.ma_don_vi).execute();
      const rows = await database.selectFrom('certificate').selectAll().where('unit_code', '=', header.ma_don_vi).execute();
      const data = rows.map(({ serial }) => ({
        messageid: header.messageid,
        ma_don_vi: header.ma_don_vi,
        serial_number: serial,
        trang_thai_phe_duyet: 1,
        error: '',
        error_field_title: '',
        error_description: 'Chứng thư số đã được phê duyệt (LUYỆN TẬP).',
      }));
      return { fields: { data }, note: `phê duyệt ${rows.length} chứng thư số` };
    },

    async submit(body) {
      const { authenticationRequest: header, content } = parsed(submitRequest, body);
      await checkToken(header);
      const list = openFrame(content);
      const digest = sha256(list);
      const earlier = await database.selectFrom('transmission').select(['list_digest', 'unit_code', 'records']).where('message_id', '=', header.messageid).executeTakeFirst();
      if (earlier !== undefined) {
        if (earlier.list_digest !== digest || earlier.unit_code !== header.ma_don_vi) throw new GatewayRefusal('TRUNG_MESSAGEID', 'Mã giao dịch này đã dùng cho một nội dung khác.');
        return { fields: received(earlier.records), note: 'gửi lại, đã có' };
      }
      const { records, certificate } = await checkList(list);
      const known = await approvedWith(header.ma_don_vi, certificate.digest);
      if (records.length === 0) throw new GatewayRefusal('DANH_SACH_RONG', 'Danh sách không có học bạ nào.');
      const judged = await judgeAll(records, { unitCode: header.ma_don_vi, schoolYear: header.nam_hoc, approved: known });
      await database.transaction().execute(async (transaction) => {
        await transaction.insertInto('transmission').values({ message_id: header.messageid, unit_code: header.ma_don_vi, list_digest: digest, received_at: parts.now(), records: judged.length, list }).execute();
        for (const [position, record] of judged.entries()) {
          await transaction
            .insertInto('answer')
            .values({
              message_id: header.messageid,
              position,
              uuid: record.uuid,
              pupil_code: record.pupilCode,
              pupil_name: record.pupilName,
              personal_id: record.personalId,
              school_year: record.schoolYear,
              accepted: record.refused === null ? 1 : 0,
              error: record.refused?.error ?? '',
              field_title: record.refused?.fieldTitle ?? '',
              description: record.refused?.description ?? '',
              document: record.document,
            })
            .execute();
        }
      });
      return { fields: received(judged.length), note: `${judged.length} học bạ: ${tally(judged)}` };
    },

    async queryResult(body) {
      const { authenticationRequest: header } = parsed(resultQuery, body);
      await checkToken(header);
      const transmission = await database.selectFrom('transmission').select('message_id').where('message_id', '=', header.messageid).where('unit_code', '=', header.ma_don_vi).executeTakeFirst();
      if (transmission === undefined) throw new GatewayRefusal('KHONG_CO_GIAO_DICH', 'Cổng không có giao dịch này.');
      const rows = await database.selectFrom('answer').selectAll().where('message_id', '=', header.messageid).orderBy('position').execute();
      const data = rows.map((row) => ({
        ma_hoc_sinh: row.pupil_code,
        ten_hoc_sinh: row.pupil_name,
        so_cccd: row.personal_id,
        ma_tra_cuu_uuid: row.uuid,
        trang_thai: row.accepted,
        error: row.error,
        error_field_title: row.field_title,
        error_description: row.description,
      }));
      return { fields: { data }, note: `kết quả của ${rows.length} học bạ` };
    },
  };
}

function parsed<Value>(schema: z.ZodType<Value>, body: unknown): Value {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new GatewayRefusal('THIEU_THONG_TIN', `Yêu cầu thiếu hoặc sai trường ${result.error.issues[0]?.path.map(String).join('.') ?? ''}.`);
}

function checkAccount({ user_name: userName, password, ma_don_vi: unitCode }: { readonly user_name: string; readonly password: string; readonly ma_don_vi: string }): void {
  const wanted = Buffer.from(sha256(practiceGatewayPassword.normalize('NFC')));
  const given = Buffer.from(password.toLowerCase());
  if (userName !== practiceAccount.userName || given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw new GatewayRefusal('SAI_TAI_KHOAN', 'Sai tên đăng nhập hoặc mật khẩu.');
  if (unitCode !== practiceAccount.unitCode) throw new GatewayRefusal('SAI_DON_VI', `Tài khoản không thuộc đơn vị "${unitCode}".`);
}

/** The same for the same transmission, however often it comes. */
function received(records: number) {
  return { ErrorDescription: `Đã nhận ${records} học bạ.` };
}

/** `37 tiếp nhận, 1 SO_CCCD_SAI`. */
function tally(judged: readonly JudgedRecord[]): string {
  const counts = new Map<string, number>();
  for (const { refused } of judged) counts.set(refused?.error ?? 'tiếp nhận', (counts.get(refused?.error ?? 'tiếp nhận') ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} ${what}`).join(', ');
}

/** Serials are written with and without colons and leading zeros. */
function plainSerial(serial: string): string {
  return serial.replace(/[\s:]/gu, '').toUpperCase().replace(/^0+/u, '');
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
