import type { Content } from 'pdfmake/interfaces.js';
import type { PdfRole } from '#main/office/ports/pdf-signing.ts';

/**
 * Where the two visible signatures stand (NĐ 30/2020/NĐ-CP, annex I): the person's between post and name, in the middle; the seal in its real size over about a third
 * of it from the left; below the name the organisation and the time. In points from the top middle of the room under the post.
 */
export const places: Readonly<Record<PdfRole, { readonly left: number; readonly top: number; readonly width: number; readonly height: number }>> = {
  principal: { left: -62, top: 0, width: 186, height: 104 },
  school: { left: -124, top: 0, width: 248, height: 160 },
};

/** Room for seal and signature between post and name. */
export const roomUnderPost = 106;
/** Room for the organisation's text below the name: four lines, because names of schools are long. */
export const roomUnderName = 36;

/** Room for both signatures under the post, and the name. Two invisible links, which the signer turns into signature fields, mark it: `hocba-place:ROLE:LEFT:TOP:WIDTH:HEIGHT`. */
export function signingPlace(name: string): Content[] {
  const marks = (Object.keys(places) as PdfRole[]).map((role) => {
    const { left, top, width, height } = places[role];
    return { text: '\u00a0', link: ['hocba-place', role, left, top, width, height].join(':') };
  });
  return [
    { text: marks, fontSize: 1, lineHeight: 1, alignment: 'center', margin: [0, 0, 0, roomUnderPost] },
    { text: name, bold: true, alignment: 'center', margin: [0, 0, 0, roomUnderName] },
  ];
}
