import { expect, test } from 'vitest';
import { fromOldEncoding, modernText, oldEncodingOf } from './old-fonts.ts';

/** The 67 small letters with marks, in one order for both tables below. */
const small = 'áàảãạ ắằẳẵặă ấầẩẫậâ éèẻẽẹ ếềểễệê íìỉĩị óòỏõọ ốồổỗộô ớờởỡợơ úùủũụ ứừửữựư ýỳỷỹỵ đ'.split(' ');
/** TCVN 5712:1993 by code, as the standard prints it (compared with the converter of the C library). */
const tcvnCodes =
  'b8 b5 b6 b7 b9|be bb bc bd c6 a8|ca c7 c8 c9 cb a9|d0 cc ce cf d1|d5 d2 d3 d4 d6 aa|dd d7 d8 dc de|e3 df e1 e2 e4|e8 e5 e6 e7 e9 ab|ed ea eb ec ee ac|f3 ef f1 f2 f4|f8 f5 f6 f7 f9 ad|fd fa fb fc fe|ae';
const tcvnCapitalCodes = { Ă: 0xa1, Â: 0xa2, Ê: 0xa3, Ô: 0xa4, Ơ: 0xa5, Ư: 0xa6, Đ: 0xa7 };
/** VNI for Windows: the letter, and its marks as the letter behind it. */
const vniSmall = 'aù aø aû aõ aï|aé aè aú aü aë aê|aá aà aå aã aä aâ|eù eø eû eõ eï|eá eà eå eã eä eâ|í ì æ ó ò|où oø oû oõ oï|oá oà oå oã oä oâ|ôù ôø ôû ôõ ôï ô|uù uø uû uõ uï|öù öø öû öõ öï ö|yù yø yû yõ î|ñ';

test('fonts tell the encoding', () => {
  expect(['.VnTime', '.VnTimeH', '.vnarial narrow', '.VnArial NarrowH', 'VNI-Times', 'VNI Helve', 'Times New Roman', 'VnTime', null].map(oldEncodingOf)).toEqual(['tcvn3', 'tcvn3-capitals', 'tcvn3', 'tcvn3-capitals', 'vni', 'vni', null, null, null]);
});

test('all 134 letters with marks, in every encoding that has them', () => {
  const letters = small.flatMap((group) => Array.from(group));
  const capitals = letters.map((letter) => letter.toUpperCase());
  const codes = tcvnCodes.split(/[ |]/u).map((code) => String.fromCharCode(Number.parseInt(code, 16)));
  const vni = vniSmall.split(/[ |]/u);
  expect({
    count: new Set([...letters, ...capitals]).size,
    tcvn3: codes.map((code) => fromOldEncoding(code, 'tcvn3')),
    tcvn3Capitals: Object.values(tcvnCapitalCodes).map((code) => fromOldEncoding(String.fromCharCode(code), 'tcvn3')),
    tcvn3CapitalFont: codes.map((code) => fromOldEncoding(code, 'tcvn3-capitals')),
    vni: vni.map((text) => fromOldEncoding(text, 'vni')),
    vniCapitals: vni.map((text) => fromOldEncoding(text.toUpperCase(), 'vni')),
    vniMixed: vni.map((text) => fromOldEncoding(text.slice(0, 1).toUpperCase() + text.slice(1), 'vni')),
    plain: fromOldEncoding('abcdeghiklmnopqrstuvxy ABC 0-9 .,/()', 'vni') + fromOldEncoding('abcdeghiklmnopqrstuvxy ABC 0-9 .,/()', 'tcvn3'),
  }).toEqual({ count: 134, tcvn3: letters, tcvn3Capitals: Object.keys(tcvnCapitalCodes), tcvn3CapitalFont: capitals, vni: letters, vniCapitals: capitals, vniMixed: capitals, plain: 'abcdeghiklmnopqrstuvxy ABC 0-9 .,/()'.repeat(2) });
});

test('names read as they were meant', () => {
  expect([
    fromOldEncoding('NguyÔn V¨n Hïng', 'tcvn3'),
    fromOldEncoding('TrÇn ThÞ Thu H­¬ng', 'tcvn3'),
    fromOldEncoding('§Æng Quúnh Nh­', 'tcvn3'),
    fromOldEncoding('Vâ Hµ', 'tcvn3'),
    fromOldEncoding('NGUYÔN V¡N HïNG', 'tcvn3'),
    fromOldEncoding('nguyÔn thÞ ®µo', 'tcvn3-capitals'),
    fromOldEncoding('Lª ThÞ Hμ', 'tcvn3'),
    fromOldEncoding('Nguyeãn Vaên Huøng', 'vni'),
    fromOldEncoding('Traàn Thò Thu Höông', 'vni'),
    fromOldEncoding('ÑAËNG QUYØNH NHÖ', 'vni'),
    fromOldEncoding('Lyù Myõ Leä', 'vni'),
  ]).toEqual(['Nguyễn Văn Hùng', 'Trần Thị Thu Hương', 'Đặng Quỳnh Như', 'Võ Hà', 'NGUYỄN VĂN HÙNG', 'NGUYỄN THỊ ĐÀO', 'Lê Thị Hà', 'Nguyễn Văn Hùng', 'Trần Thị Thu Hương', 'ĐẶNG QUỲNH NHƯ', 'Lý Mỹ Lệ']);
});

test('Unicode typed into a cell with an old font stays; stretches in several fonts are read each by its own', () => {
  const whole = (text: string, fontName: string) => modernText({ text, fontName });
  expect([
    whole('Nguyễn Thị Đào', '.VnTime'),
    whole('Hà', '.VnTime'),
    whole('Hà', 'VNI-Times'),
    whole('Lý Tú', 'VNI-Times'),
    whole('NguyÔn', 'Arial'),
    modernText({ text: 'ên vµ Hùng', fontName: 'Arial', runs: [{ text: 'ê', fontName: '.VnTimeH' }, { text: 'n vµ ', fontName: '.VnTime' }, { text: 'Hùng', fontName: 'Times New Roman' }] }),
    modernText({ text: 'Huøng, Hïng', fontName: null, runs: [{ text: 'Huøng', fontName: 'VNI-Times' }, { text: ', Hïng', fontName: '.VnArial' }] }),
  ]).toEqual([
    { text: 'Nguyễn Thị Đào', converted: false },
    { text: 'Hà', converted: false },
    { text: 'Hà', converted: false },
    { text: 'Lý Tú', converted: false },
    { text: 'NguyÔn', converted: false },
    { text: 'Ờn và Hùng', converted: true },
    { text: 'Hùng, Hùng', converted: true },
  ]);
});
