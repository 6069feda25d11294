/** The 54 peoples of Viet Nam by the codes of QĐ 121-TCTK/PPCĐ (1979), which the ministry's data use; the statistics office added 55 for foreigners. */
const names = [
  'Kinh', 'Tày', 'Thái', 'Hoa', 'Khmer', 'Mường', 'Nùng', 'Hmông', 'Dao', 'Gia Rai', 'Ngái', 'Ê Đê', 'Ba Na', 'Xơ Đăng', 'Sán Chay', 'Cơ Ho', 'Chăm', 'Sán Dìu', 'Hrê', 'Mnông', 'Ra Glai', 'Xtiêng',
  'Bru-Vân Kiều', 'Thổ', 'Giáy', 'Cơ Tu', 'Gié Triêng', 'Mạ', 'Khơ Mú', 'Co', 'Tà Ôi', 'Chơ Ro', 'Kháng', 'Xinh Mun', 'Hà Nhì', 'Chu Ru', 'Lào', 'La Chí', 'La Ha', 'Phù Lá', 'La Hủ', 'Lự', 'Lô Lô', 'Chứt',
  'Mảng', 'Pà Thẻn', 'Cơ Lao', 'Cống', 'Bố Y', 'Si La', 'Pu Péo', 'Brâu', 'Ơ Đu', 'Rơ Măm',
  'Người nước ngoài',
] as const;

export type Ethnicity = { readonly code: string; readonly name: string };

export const ethnicities: readonly Ethnicity[] = names.map((name, index) => ({ code: String(index + 1).padStart(2, '0'), name }));

/**
 * Other spellings that lists use, and names of local groups that the decision puts under one people (`Cao Lan` is Sán Chay). Names it puts under several
 * (`Mán`, `Chil`, `Xá Lá Vàng`) are left out: those nobody can tell from the list.
 */
const aliases: Readonly<Record<string, string>> = {
  kinhviet: '01', viet: '01', padi: '02', thulao: '02', thaiden: '03', thaitrang: '03', thaido: '03', xaphang: '04', khome: '05', khmerkrom: '05', khmernambo: '05', nungan: '07', nungchao: '07', nungloi: '07', nungphansinh: '07',
  mong: '08', meo: '08', hmongmeo: '08', monghoa: '08', hmonghoa: '08', mongtrang: '08', hmongtrang: '08', mongxanh: '08', hmongxanh: '08', mongdo: '08', hmongdo: '08', mongden: '08', hmongden: '08', namieo: '08',
  daodo: '09', daotien: '09', daothanhy: '09', daoquanchet: '09', daoquantrang: '09', daologang: '09', daologiang: '09', daotuyen: '09', daolantien: '09', giorai: '10', jrai: '10', jarai: '10', rade: '12', bahnar: '13', rongao: '13', xodang: '14', sedang: '14',
  cadong: '14', halang: '14', caolan: '15', sanchi: '15', sanchaycaolan: '15', caolansanchi: '15', koho: '16', kho: '16', xre: '16', lach: '16', chamhroi: '17', hroi: '17', pnong: '20', raglay: '21', raclay: '21', stieng: '22', xadieng: '22', bru: '23', vankieu: '23', danlai: '24',
  nhang: '25', katu: '26', gie: '27', trieng: '27', gietrieng: '27', jehtrieng: '27', chauma: '28', cor: '30', kor: '30', paco: '31', pako: '31', pahy: '31', pahi: '31', chauro: '32', xapho: '40', ruc: '44', brao: '52', odu: '53', nuocngoai: '55', foreigner: '55',
};

export function ethnicityName(code: string): string | null {
  return ethnicities.find((each) => each.code === code)?.name ?? null;
}

/** Code of a people as a list writes it: `Kinh`, `KINH`, `Ê-đê`, `H'Mông`, `01` or `1`; null where it is none of them. */
export function ethnicityByName(text: string): string | null {
  const trimmed = text.trim();
  if (/^\d{1,2}$/u.test(trimmed)) return ethnicityName(trimmed.padStart(2, '0')) === null ? null : trimmed.padStart(2, '0');
  const wanted = folded(trimmed);
  const exact = ethnicities.find(({ name }) => plain(name) === plain(trimmed));
  if (exact !== undefined) return exact.code;
  const alike = ethnicities.filter(({ name }) => folded(name) === wanted);
  // Two peoples whose names fold alike must never be guessed at.
  return alike.length === 1 ? (alike[0]?.code ?? null) : (aliases[wanted] ?? null);
}

function plain(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/[\s\-'’.]+/gu, '');
}

function folded(text: string): string {
  return plain(text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/gu, 'd'));
}
