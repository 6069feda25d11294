import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { GatewayProfile } from '#core/contract/exchange.ts';
import type { TrustAnchors, Verifier } from '#main/office/ports/verifier.ts';
import type { GatewayDatabase } from './gateway-database.ts';
import { GatewayRefusal } from './gateway-refusal.ts';
import { certificateQuery, registerRequest, resultQuery, submitRequest, tokenRequest, type SignedInHeader } from './gateway-requests.ts';
import { practiceAccount } from './practice-profile.ts';
import { isSound, judgeRecord, whyNot, type JudgedRecord, type ValidateRecord } from './record-checks.ts';

export type GatewayParts = {
  readonly database: GatewayDatabase;
  readonly verifier: Verifier;
  readonly anchors: TrustAnchors;
  readonly validateRecord: ValidateRecord;
  /** Inflates the transaction's content; throws where it is not framed as the specification wants it (CV 2088 annex 1.2). */
  readonly unframe: (content: string) => Uint8Array;
  /** Now, ISO 8601. */
  readonly now: () => string;
};

type Answer = Readonly<Record<string, unknown>>;
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
  async function openContent(content: string) {
    let document: Uint8Array;
    try {
      document = parts.unframe(content);
    } catch (error) {
      throw new GatewayRefusal('SAI_DINH_DANG', `Nội dung không giải nén được: ${error instanceof Error ? error.message : ''}`);
    }
    const { report, records } = await parts.verifier.checkTransaction({ bytes: document, anchors: parts.anchors, at: parts.now() });
    const [signature] = report.signatures;
    if (signature === undefined || report.signatures.length !== 1) throw new GatewayRefusal('THIEU_CHU_KY', 'Giao dịch phải có đúng một chữ ký số của đơn vị.');
    if (!isSound(signature.verdict) || signature.certificate === null) throw new GatewayRefusal('CHU_KY_KHONG_HOP_LE', `Chữ ký số của giao dịch không được chấp nhận: ${whyNot([...signature.findings, ...report.findings])}`);
    return { document, records, certificate: signature.certificate };
  }

  async function approved(unitCode: string): Promise<ReadonlySet<string>> {
    const rows = await database.selectFrom('certificate').select('digest').where('unit_code', '=', unitCode).where('state', '=', 'approved').execute();
    return new Set(rows.map(({ digest }) => digest));
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
      return { token };
    },

    async registerCertificate(body) {
      const request = parsed(registerRequest, body);
      const header = request.authenticationRequest;
      await checkToken(header);
      const { certificate } = await openContent(request.content);
      if (certificate.kind !== 'organisation') throw new GatewayRefusal('CTS_CA_NHAN', 'Chỉ đăng ký chứng thư số của tổ chức (con dấu số của trường).');
      const row = { unit_code: header.ma_don_vi, digest: certificate.digest, serial: certificate.serial, holder: certificate.holder, issuer_code: request.nha_phat_hanh, message_id: header.messageid, registered_at: parts.now(), state: 'asked' as const };
      await database.insertInto('certificate').values(row).onConflict((conflict) => conflict.columns(['unit_code', 'digest']).doNothing()).execute();
      return { ErrorDescription: 'Đã nhận đăng ký chứng thư số, chờ Sở phê duyệt.' };
    },

    /** A Sở approves by hand and takes days; here the first question is enough. */
    async queryCertificate(body) {
      const { authenticationRequest: header } = parsed(certificateQuery, body);
      await checkToken(header);
      await database.updateTable('certificate').set({ state: 'approved' }).where('unit_code', '=', header.ma_don_vi).execute();
      const rows = await database.selectFrom('certificate').selectAll().where('unit_code', '=', header.ma_don_vi).execute();
      return { data: rows.map(({ serial, registered_at }) => ({ serial_number: serial, ngay_hieu_luc: registered_at, trang_thai_phe_duyet: '1', error: '', error_description: 'Chứng thư số đã được phê duyệt (LUYỆN TẬP).' })) };
    },

    async submit(body) {
      const { authenticationRequest: header, content } = parsed(submitRequest, body);
      await checkToken(header);
      const digest = sha256(content);
      const earlier = await database.selectFrom('transmission').select(['content_digest']).where('message_id', '=', header.messageid).executeTakeFirst();
      if (earlier !== undefined) {
        if (earlier.content_digest !== digest) throw new GatewayRefusal('TRUNG_MESSAGEID', 'Mã giao dịch này đã dùng cho một nội dung khác.');
        return { ErrorDescription: 'Giao dịch này đã được tiếp nhận trước đó.' };
      }
      const { document, records, certificate } = await openContent(content);
      const known = await approved(header.ma_don_vi);
      if (!known.has(certificate.digest)) throw new GatewayRefusal('CTS_CHUA_DANG_KY', 'Chứng thư số ký giao dịch chưa được đăng ký hoặc chưa được phê duyệt cho đơn vị này.');
      if (records.length === 0) throw new GatewayRefusal('DANH_SACH_RONG', 'Danh sách không có học bạ nào.');
      const judged = await judgeAll(records, { unitCode: header.ma_don_vi, schoolYear: header.nam_hoc, approved: known });
      await database.transaction().execute(async (transaction) => {
        await transaction.insertInto('transmission').values({ message_id: header.messageid, unit_code: header.ma_don_vi, content_digest: digest, received_at: parts.now(), records: judged.length, list: document }).execute();
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
      return { ErrorDescription: `Đã nhận ${judged.length} học bạ.` };
    },

    async queryResult(body) {
      const { authenticationRequest: header } = parsed(resultQuery, body);
      await checkToken(header);
      const transmission = await database.selectFrom('transmission').select('message_id').where('message_id', '=', header.messageid).where('unit_code', '=', header.ma_don_vi).executeTakeFirst();
      if (transmission === undefined) throw new GatewayRefusal('KHONG_CO_GIAO_DICH', 'Cổng không có giao dịch này.');
      const rows = await database.selectFrom('answer').selectAll().where('message_id', '=', header.messageid).orderBy('position').execute();
      return {
        data: rows.map((row) => ({
          ma_hoc_sinh: row.pupil_code,
          ten_hoc_sinh: row.pupil_name,
          so_cccd: row.personal_id,
          ma_tra_cuu_uuid: row.uuid,
          trang_thai: row.accepted,
          error: row.error,
          error_field_title: row.field_title,
          error_description: row.description,
        })),
      };
    },
  };
}

function parsed<Value>(schema: { safeParse(body: unknown): { readonly success: true; readonly data: Value } | { readonly success: false; readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] } } }, body: unknown): Value {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new GatewayRefusal('THIEU_THONG_TIN', `Yêu cầu thiếu hoặc sai trường ${result.error.issues[0]?.path.map(String).join('.') ?? ''}.`);
}

function checkAccount({ user_name: userName, password, ma_don_vi: unitCode }: { readonly user_name: string; readonly password: string; readonly ma_don_vi: string }): void {
  const wanted = Buffer.from(sha256(practiceAccount.password.normalize('NFC')));
  const given = Buffer.from(password.toLowerCase());
  if (userName !== practiceAccount.userName || given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw new GatewayRefusal('SAI_TAI_KHOAN', 'Sai tên đăng nhập hoặc mật khẩu.');
  if (unitCode !== practiceAccount.unitCode) throw new GatewayRefusal('SAI_DON_VI', `Tài khoản không thuộc đơn vị "${unitCode}".`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
