import { gunzipSync } from 'node:zlib';
import { GatewayRefusal } from './gateway-refusal.ts';

/** Largest content (CV 2088/BGDĐT-GDTH II.2.8: 10 MB), in characters. */
const contentLimit = 10_000_000;
/** Largest list that is inflated: a bomb stops here. */
const listLimit = 64_000_000;

/**
 * The list inside a transaction's content: base64 of int32 little-endian length ‖ gzip (CV 2088 annex 1.2). Written apart from the office's own framing,
 * so that the two judge each other. Refusals: QUA_DUNG_LUONG, SAI_DINH_DANG.
 */
export function openFrame(content: string): Uint8Array {
  if (content.length > contentLimit) throw new GatewayRefusal('QUA_DUNG_LUONG', 'Nội dung giao dịch vượt quá 10 MB.');
  if (content.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/u.test(content)) throw malformed('không phải base64');
  const packed = Buffer.from(content, 'base64');
  if (packed.length < 5) throw malformed('quá ngắn');
  const length = packed.readInt32LE(0);
  if (length > listLimit) throw new GatewayRefusal('QUA_DUNG_LUONG', 'Danh sách học bạ sau khi giải nén quá lớn.');
  if (length < 1) throw malformed('sai độ dài');
  const list = inflate(packed.subarray(4), length);
  if (list?.length !== length) throw malformed(list === null ? 'không giải nén được' : 'độ dài không khớp');
  return list;
}

/** Never more than one byte above what was declared; null where it is no gzip, or more than that. */
function inflate(packed: Uint8Array, length: number): Uint8Array | null {
  try {
    return gunzipSync(packed, { maxOutputLength: length + 1 });
  } catch {
    return null;
  }
}

function malformed(detail: string): GatewayRefusal {
  return new GatewayRefusal('SAI_DINH_DANG', `Nội dung giao dịch không đúng định dạng nén: ${detail}.`);
}
