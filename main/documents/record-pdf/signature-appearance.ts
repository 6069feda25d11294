import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { SignatureAppearance, SignatureImage } from '#main/office/ports/pdf-signing.ts';
import { places, roomUnderName, roomUnderPost } from './signing-place.ts';

const blue = '#1b3f9c';
const red = '#c8102e';
const pointsPerMillimetre = 72 / 25.4;

/** Middle of the person's place, under the post: half the width of a signature from its left. */
const middle = -places.principal.left;
/** Highest a person's signature may be, in points. */
const signatureHeight = 62;

/** What one signature shows, on a page of its own as large as its place: image, or text alone where there is none. */
export function signatureAppearanceDocument(appearance: SignatureAppearance): TDocumentDefinitions {
  const { width, height } = places[appearance.role];
  return {
    info: { creator: 'Học Bạ', creationDate: new Date(appearance.signedAt) },
    pageSize: { width, height },
    pageMargins: 0,
    defaultStyle: { font: 'Tinos', fontSize: 8, lineHeight: 1.05 },
    content: appearance.role === 'principal' ? personContent(appearance) : organisationContent(appearance),
  };
}

/** The image of the signature, its middle under the post's; beside the seal, below, who and when. Without an image that stands in a frame in the middle. */
function personContent({ signer, signedAt, training, image }: SignatureAppearance): Content[] {
  if (image === null) {
    const lines: Content[] = [{ text: training ? 'Ký số (LUYỆN TẬP) bởi' : 'Ký số bởi', fontSize: 8 }, { text: signer, bold: true, fontSize: signer.length > 22 ? 8.3 : 9.5 }, { text: signedAt, fontSize: 8 }];
    return [{ table: { widths: [2 * middle - 12], body: [[{ stack: lines, alignment: 'center', color: blue }]] }, layout: 'stamp', absolutePosition: { x: 0, y: 24 } }];
  }
  const words: Content = {
    stack: [{ text: training ? 'Ký số (LUYỆN TẬP):' : 'Ký số:' }, { text: signer, bold: true }, { text: signedAt }],
    color: blue,
    absolutePosition: { x: middle - 14, y: 70 },
  };
  const width = Math.min(image.millimetres * pointsPerMillimetre, 2 * middle);
  return [picture(image, width, signatureHeight, { x: middle - width / 2, y: 6 }), words];
}

/** The seal in its real size, a third of the person's signature under its right edge; below the name, the organisation and the time in Viet Nam. */
function organisationContent({ organisation, signedAt, training, image }: SignatureAppearance): Content[] {
  const { height, left } = places.school;
  const words: Content = {
    stack: [{ text: `${training ? 'Cơ quan (LUYỆN TẬP)' : 'Cơ quan'}: ${organisation}` }, { text: `Thời gian ký: ${signedAt}` }],
    color: red,
    alignment: 'center',
    margin: [0, height - roomUnderName, 0, 0],
  };
  if (image === null) return [words];
  const seal = image.millimetres * pointsPerMillimetre;
  // A third of a signature as wide as its place: the image of the person's signature begins where that place does.
  const rightEdge = -left + places.principal.left + (2 * middle) / 3;
  return [picture(image, seal, roomUnderPost, { x: Math.max(0, rightEdge - seal), y: 0 }), words];
}

function picture({ png }: SignatureImage, width: number, height: number, absolutePosition: { readonly x: number; readonly y: number }): Content {
  return { image: `data:image/png;base64,${Buffer.from(png).toString('base64')}`, fit: [width, height], absolutePosition };
}
