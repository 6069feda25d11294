import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { qualityCheck } from './check-quality.ts';
import type { CodeTables } from './code-tables.ts';
import { safelyMended } from './person-checks.ts';
import type { KnownPupil, Person, QualityClass, QualityPupil, QualityTeacher, QualityYear } from './quality-data.ts';
import { findingCodes, qualityRules, ruleIds, ruleOf, type FindingCode } from './rules.ts';

const tables: CodeTables = {
  ethnicities: [{ code: '01', name: 'Kinh' }, { code: '12', name: 'Ê Đê' }],
  nationalities: [{ code: 'VN', name: 'Việt Nam', also: ['Vietnam'] }, { code: 'LA', name: 'Lào' }],
  provinces: [{ code: '25', name: 'Tỉnh Phú Thọ' }],
  communes: [{ code: '07900', name: 'Xã Đoan Hùng', province: '25' }],
  'personal-id-provinces': [{ code: '001', name: 'Hà Nội' }, { code: '025', name: 'Phú Thọ' }],
};

const teacher: QualityTeacher = { id: 't', fullName: 'Trần Thị Thu Hà', personalId: '025174000123', active: true };

function person(changes: Partial<Person> = {}): Person {
  return {
    ministryCode: 'HS01',
    personalId: '025214000001',
    registryNumber: '01/2025',
    fullName: 'Nguyễn Văn An',
    birthDate: '2014-03-04',
    sex: 'male',
    ethnicity: '01',
    nationality: 'Việt Nam',
    birthPlace: 'Phú Thọ',
    homeTown: 'Phú Thọ',
    address: 'khu 3, xã Đoan Hùng, tỉnh Phú Thọ',
    fatherName: 'Nguyễn Văn Bình',
    motherName: 'Lê Thị Cúc',
    guardianName: '',
    ...changes,
  };
}

function pupil(changes: Partial<Person> = {}, rest: Partial<QualityPupil> = {}): QualityPupil {
  return { pupilId: 'p', enrollmentId: 'e', person: person(changes), cameWithoutPast: false, confirmed: null, computed: null, absences: 4, missedTooMuch: false, absenceDoubts: [], ...rest };
}

function group(pupils: readonly QualityPupil[], changes: Partial<QualityClass> = {}): QualityClass {
  return { id: 'c', name: '6A', grade: 6, level: 'lower-secondary', homeroomTeacherId: 't', subjects: [{ name: 'Toán', teacherId: 't' }], pupils, missing: [], ...changes };
}

function year(known: readonly KnownPupil[], changes: Partial<QualityYear> = {}): QualityYear {
  const school = { provinceName: 'tỉnh Phú Thọ', communeName: 'xã Đoan Hùng', principalName: teacher.fullName, principalPersonalId: teacher.personalId, issuePlace: 'Đoan Hùng' };
  return { schoolYear: '2025-2026', school, teachers: [teacher], known, ageRule: true, added: [], ...changes };
}

/** Codes found for one pupil of class 6A; `others` are known to the school too. */
function codesOf(changes: Partial<Person>, others: readonly KnownPupil[] = []): readonly FindingCode[] {
  return findingsOf(changes, others).map(({ code }) => code);
}

function findingsOf(changes: Partial<Person>, others: readonly KnownPupil[] = []) {
  const own = pupil(changes);
  return qualityCheck(year([{ pupilId: 'p', className: '6A', person: own.person }, ...others]), tables).class(group([own]));
}

function other(changes: Partial<Person>): KnownPupil {
  return { pupilId: 'q', className: '7B', person: person({ personalId: '001214000009', ministryCode: 'HS99', registryNumber: '99/2025', fullName: 'Lê Thị Hoa', ...changes }) };
}

describe('the rules as data', () => {
  test('every rule either finds something or says who keeps it', () => {
    const finding = new Set(Object.keys(findingCodes).map((code) => ruleOf(code as FindingCode)));
    expect(ruleIds.filter((id) => finding.has(id) === (qualityRules[id].kept !== null))).toEqual([]);
  });

  test('data that are in order give no finding', () => {
    expect([...findingsOf({}), ...qualityCheck(year([]), tables).school()]).toEqual([]);
  });
});

describe('the personal number', () => {
  test.each<[Partial<Person>, readonly FindingCode[]]>([
    [{ personalId: '' }, ['D01.missing']],
    [{ personalId: '25214000001' }, ['D01.zeros-lost']],
    // The zero would make it the number of somebody else: nobody can tell.
    [{ personalId: '25314000001' }, ['D01.shape']],
    [{ personalId: '02521400001' }, ['D01.shape']],
    [{ personalId: '025314000001' }, ['D02.sex']],
    [{ personalId: '025314000001', sex: 'female' }, []],
    [{ personalId: '025214000001', birthDate: '2013-03-04' }, ['D02.birth-year']],
    // A pupil of the last century's end, on the number of this one.
    [{ personalId: '025199000001', birthDate: '1999-12-31' }, ['D02.sex', 'D08.age']],
    [{ personalId: '999214000001' }, ['D03.prefix']],
    [{ personalId: teacher.personalId }, ['D02.sex', 'D02.birth-year', 'D05.teacher']],
  ])('%o', (changes, codes) => {
    expect(codesOf(changes)).toEqual(codes);
  });

  test('of whatever sex and year, a number made for them agrees, and for others it does not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2007, max: 2019 }), fc.constantFrom<Person['sex'][]>('male', 'female'), fc.integer({ min: 0, max: 999999 }), (born, sex, serial) => {
        const personalId = `025${sex === 'male' ? 2 : 3}${String(born % 100).padStart(2, '0')}${String(serial).padStart(6, '0')}`;
        const id = (changes: Partial<Person>) => codesOf(changes).filter((code) => code.startsWith('D02'));
        const [right, otherSex, otherYear] = [{ personalId, sex, birthDate: `${born}-05-06` }, { personalId, sex: sex === 'male' ? 'female' : 'male', birthDate: `${born}-05-06` } as const, { personalId, sex, birthDate: `${born + 1}-05-06` }];
        expect([id(right), id(otherSex), id(otherYear)]).toEqual([[], ['D02.sex'], ['D02.birth-year']]);
      }),
      { numRuns: 60 },
    );
  });
});

test('what two pupils may not share, and the same person written in another way', () => {
  expect([codesOf({}, [other({ personalId: '025214000001' })]), codesOf({}, [other({ ministryCode: 'HS01' })]), codesOf({}, [other({ registryNumber: '01/2025' })])]).toEqual([['D04.personal-id'], ['D04.ministry-code'], ['D24.registry-number']]);
  const spellings = ['Hoà Thuý', 'Hòa Thúy', 'Hoà Thuý'.normalize('NFD'), 'HÒA  THÚY', 'H\u200bòa Thúy', 'Hòа Thúy'];
  expect(spellings.map((fullName) => codesOf({ fullName: 'Hòa Thúy' }, [other({ fullName })]))).toEqual(spellings.map(() => ['D04.same-person']));
  expect(codesOf({ fullName: 'Hòa Thúy' }, [other({ fullName: 'Hoa Thúy' }), other({ fullName: 'Hòa Thúy', birthDate: '2014-03-05' })])).toEqual([]);
});

test('names as they may be written, and as they may not', () => {
  const legal = ['Y Hương', "H'Hen Niê", 'Ksor', 'Y Moan Êban', 'K.Brơi', 'A-Lăng Thị Hoa', 'Nguyễn Y', "H’Lý Kđăm", 'Müller Anna'];
  expect(legal.map((fullName) => codesOf({ fullName }))).toEqual(legal.map(() => []));
  const wrong: readonly (readonly [string, FindingCode, string | null])[] = [
    ['Nguyễn  Văn An', 'D06.blanks', 'Nguyễn Văn An'],
    ['NGUYỄN VĂN AN', 'D06.capitals', 'Nguyễn Văn An'],
    ['NguyễN VăN AN', 'D06.capitals', 'Nguyễn Văn An'],
    ['nguyễn Văn An', 'D06.small-letters', 'Nguyễn Văn An'],
    // Whether it is `H'Hen` or `H'hen` is for the family to say.
    ["H'HEN NIÊ", 'D06.capitals', null],
    ['Nguyễn Văn An 2', 'D06.digits', null],
    ['Nguyễn Văn An*', 'D06.strange', null],
    ['NguyÔn V¨n An', 'D07.old-encoding', null],
    ['Nguyeãn Vaên An', 'D07.old-encoding', null],
    ['Nguyễn Văn An'.normalize('NFD'), 'D07.not-composed', 'Nguyễn Văn An'],
    ['Nguyễn Văn\u00a0An\u200b', 'D25.invisible', 'Nguyễn Văn An'],
    ['Nguyễn Văn Аn', 'D25.look-alike', 'Nguyễn Văn An'],
    ['Ðỗ Văn An', 'D25.look-alike', 'Đỗ Văn An'],
  ];
  expect(wrong.map(([fullName]) => findingsOf({ fullName }).map(({ code, fix }) => [code, fix?.after ?? null]))).toEqual(wrong.map(([, code, after]) => [[code, after]]));
});

test('what is mended safely needs no mending again, and loses no letter that can be seen', () => {
  const text = fc.array(fc.constantFrom('Nguyễn', 'VĂN', 'an', "H'Hen", 'Niê', 'Ðỗ', '\u200b', '\u00a0', '  ', 'Hoà', 'Аnh', 'y', 'Kđăm'), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(' '));
  fc.assert(
    fc.property(text, (name) => {
      const once = safelyMended('fullName', name);
      const letters = (each: string) => each.normalize('NFC').toLowerCase().replace(/[\s\u200b]/gu, '').replaceAll('ð', 'đ').replaceAll('а', 'a');
      expect([safelyMended('fullName', once), letters(once)]).toEqual([once, letters(name)]);
    }),
    { numRuns: 100 },
  );
});

test('a lost zero is given back only where nobody else has that number', () => {
  const fixes = (others: readonly KnownPupil[]) => findingsOf({ personalId: '25214000001' }, others).map(({ code, fix }) => [code, fix?.after ?? null]);
  expect([fixes([]), fixes([other({ personalId: '025214000001' })])]).toEqual([[['D01.zeros-lost', '025214000001']], [['D01.zeros-lost', null]]]);
});

test('dates, ages, code tables, required fields, parents', () => {
  const cases: readonly (readonly [Partial<Person>, readonly FindingCode[]])[] = [
    [{ birthDate: '2014-02-30' }, ['D08.no-such-day']],
    [{ birthDate: '2016-03-04', personalId: '025216000001' }, ['D08.age']],
    [{ birthDate: '2011-03-04', personalId: '025211000001' }, []],
    [{ birthDate: '2010-03-04', personalId: '025210000001' }, ['D08.age']],
    [{ ethnicity: '77' }, ['D09.ethnicity']],
    [{ nationality: 'Việt Nma' }, ['D09.nationality']],
    [{ nationality: 'viet nam' }, ['D09.nationality-spelling']],
    [{ nationality: 'Lào' }, []],
    [{ address: 'khu 3, xã Tân Lập, tỉnh Phú Thọ' }, ['D09.address']],
    // Three levels as they were before July 2025 stay the text they are.
    [{ address: 'khu 3, xã Tân Lập, huyện Thanh Sơn, tỉnh Phú Thọ' }, []],
    [{ birthPlace: '', address: '', registryNumber: '' }, ['D10.missing', 'D10.missing', 'D10.missing']],
    [{ motherName: '' }, ['D11.mother']],
    [{ motherName: '', fatherName: '' }, ['D11.nobody']],
  ];
  expect(cases.map(([changes]) => codesOf(changes))).toEqual(cases.map(([, codes]) => codes));
});

test('the class, its teachers, the school, the year', () => {
  const check = qualityCheck(year([], { teachers: [{ ...teacher, id: 'u', fullName: 'Lê Văn Ð', personalId: '12' }] }), tables);
  const full = group([pupil({}, { confirmed: 'PROMOTED', computed: 'RETAINED', absences: 46, missedTooMuch: true, absenceDoubts: [{ field: 'excused1', entered: 3, counted: 2 }], cameWithoutPast: true }), ...Array.from({ length: 45 }, () => pupil({}))], {
    grade: 7,
    homeroomTeacherId: 'u',
    subjects: [{ name: 'Toán', teacherId: null }],
    missing: [{ what: 'mark', enrollmentId: 'e', detail: 'Toán – giữa kì I', place: { screen: 'gradebook' } }],
  });
  expect(check.class(full).map(({ code, subject }) => `${subject.kind} ${code}`)).toEqual(['class D19.size', 'class D24.class-grade', 'class D21.teacher', 'class D21.teacher-number', 'pupil D18.absences', 'pupil D20.sum', 'pupil D22.no-past', 'pupil D13.mark']);
  expect(check.school().map(({ code, subject, fix }) => [code, subject.kind, fix])).toEqual([['D25.look-alike', 'teacher', null], ['D12.teacher-number', 'teacher', null]]);
  const lost = qualityCheck(year([], { school: { provinceName: 'tỉnh Hòa Bình', communeName: '', principalName: '', principalPersonalId: '', issuePlace: 'x' } }), tables);
  expect(lost.school().map(({ code }) => code)).toEqual(['D21.principal', 'D21.principal', 'D09.province']);
});

test('a finding has the same key as long as its values are the same, and from either side of a pair', () => {
  const key = (changes: Partial<Person>, others: readonly KnownPupil[] = []) => findingsOf(changes, others)[0]?.key;
  expect(key({ personalId: '998214000001' })).not.toBe(key({ personalId: '999214000001' }));
  const twin = other({ fullName: 'Nguyễn Văn An' });
  const own: KnownPupil = { pupilId: 'p', className: '6A', person: person() };
  const fromOther = qualityCheck(year([own, twin]), tables).persons(group([{ ...pupil(), pupilId: 'q', person: twin.person }]));
  expect(fromOther.map((each) => each.key)).toEqual([key({}, [twin])]);
});
