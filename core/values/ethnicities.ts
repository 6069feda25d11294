/** The 54 peoples of Viet Nam by the codes of QĐ 121-TCTK/PPCĐ (1979), which the ministry's data use. */
const names = [
  'Kinh', 'Tày', 'Thái', 'Hoa', 'Khmer', 'Mường', 'Nùng', 'Hmông', 'Dao', 'Gia Rai', 'Ngái', 'Ê Đê', 'Ba Na', 'Xơ Đăng', 'Sán Chay', 'Cơ Ho', 'Chăm', 'Sán Dìu', 'Hrê', 'Mnông', 'Ra Glai', 'Xtiêng',
  'Bru-Vân Kiều', 'Thổ', 'Giáy', 'Cơ Tu', 'Gié Triêng', 'Mạ', 'Khơ Mú', 'Co', 'Tà Ôi', 'Chơ Ro', 'Kháng', 'Xinh Mun', 'Hà Nhì', 'Chu Ru', 'Lào', 'La Chí', 'La Ha', 'Phù Lá', 'La Hủ', 'Lự', 'Lô Lô', 'Chứt',
  'Mảng', 'Pà Thẻn', 'Cơ Lao', 'Cống', 'Bố Y', 'Si La', 'Pu Péo', 'Brâu', 'Ơ Đu', 'Rơ Măm',
] as const;

export type Ethnicity = { readonly code: string; readonly name: string };

export const ethnicities: readonly Ethnicity[] = names.map((name, index) => ({ code: String(index + 1).padStart(2, '0'), name }));

/** Other spellings that lists use. */
const aliases: Readonly<Record<string, string>> = { kinhviet: '01', viet: '01', khome: '05', khmerkrom: '05', mong: '08', hmong: '08', hmongmeo: '08', meo: '08', giarai: '10', jrai: '10', jarai: '10', ede: '12', rade: '12', bana: '13', bahnar: '13', xodang: '14', sedang: '14', koho: '16', kho: '16', cham: '17', mnong: '20', raglai: '21', raglay: '21', stieng: '22', vankieu: '23', bruvankieu: '23', katu: '26', gietrieng: '27', cor: '30', chauma: '28', taoi: '31', pathen: '46' };

export function ethnicityName(code: string): string | null {
  return ethnicities.find((each) => each.code === code)?.name ?? null;
}

/** Code of a people as a list writes it: `Kinh`, `KINH`, `Ê-đê`, `H'Mông`, `01` or `1`; null where it is none of the 54. */
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
