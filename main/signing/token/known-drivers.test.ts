import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { candidatePaths, findKnownModules, readKnownDrivers } from './known-drivers.ts';
import { readModuleHeader } from './module-header.ts';

test('the shipped table names places of 64-bit Windows and of Linux', () => {
  const drivers = readKnownDrivers(readFileSync(new URL('../../../resources/token-drivers.json', import.meta.url), 'utf8'));
  const environment = { systemroot: 'C:\\Windows', ProgramFiles: 'C:\\Program Files' };
  const paths = drivers.flatMap((driver) => candidatePaths(driver, { name: 'win32', environment }));
  expect(paths).toContain('C:\\Windows\\System32\\bit4xpki.dll');
  expect(paths).toContain('C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll');
  expect(paths.filter((path) => path.includes('%'))).toEqual([]);
});

test('places that the environment does not name are left out', () => {
  expect(candidatePaths({ name: 'A', windows: ['a.dll', '%ProgramFiles%\\a.dll'], linux: [] }, { name: 'win32', environment: { SystemRoot: 'C:\\Windows' } })).toEqual(['C:\\Windows\\System32\\a.dll']);
});

test('a module reached by two names is found once, under an id that stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-drivers-'));
  try {
    mkdirSync(join(folder, 'folder.so'));
    writeFileSync(join(folder, 'one.so'), '');
    symlinkSync(join(folder, 'one.so'), join(folder, 'two.so'));
    const driver = { name: 'A', windows: [], linux: ['one.so', 'two.so', 'folder.so', 'missing.so'].map((name) => join(folder, name)) };
    const found = findKnownModules([driver], { name: 'linux', environment: {} });
    expect(found).toEqual([{ id: expect.stringMatching(/^known-[0-9a-f]{24}$/), name: 'A', path: join(folder, 'one.so'), source: 'known' }]);
    expect(findKnownModules([driver], { name: 'linux', environment: {} })).toEqual(found);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('reads what a module is from its first bytes', () => {
  const pe = (magic: number) => {
    const bytes = Buffer.alloc(256);
    bytes.write('MZ', 0, 'latin1');
    bytes.writeUInt32LE(0x80, 0x3c);
    bytes.write('PE\0\0', 0x80, 'latin1');
    bytes.writeUInt16LE(magic, 0x80 + 24);
    return bytes;
  };
  const elf = (elfClass: number) => Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, elfClass]), Buffer.alloc(32)]);
  const cases = [pe(0x20b), pe(0x10b), pe(0x20b).subarray(0, 0x82), elf(2), elf(1), elf(0), Buffer.from('#!/bin/sh\n'), Buffer.alloc(0)];
  expect(cases.map((bytes) => readModuleHeader(bytes))).toEqual([{ format: 'pe', bits: 64 }, { format: 'pe', bits: 32 }, null, { format: 'elf', bits: 64 }, { format: 'elf', bits: 32 }, null, null, null]);
});
