// Who may import whom (docs/decisions/0002-rooms.md). A type-only import counts too.
const room = (path) => `^${path}/`;
const forbid = (name, from, to, comment, extra = {}) => ({ name, comment, severity: 'error', from, to: { ...to, ...extra } });
module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'Nothing imports itself through others.'),
    forbid('core-is-pure', { path: room('core') }, { path: ['^(main|preload|renderer|tests)/'] }, 'core knows no environment.'),
    forbid('core-has-no-node', { path: room('core'), pathNot: '\\.test\\.ts$' }, { dependencyTypes: ['core'] }, 'core runs anywhere.'),
    forbid('core-packages', { path: room('core'), pathNot: '\\.test\\.ts$' }, { dependencyTypes: ['npm', 'npm-dev'], pathNot: 'node_modules/zod/' }, 'core uses zod and nothing else.'),
    forbid('rules-alone', { path: '^core/(rules|records|quality)/' }, { path: '^core/(contract|text)/' }, 'Rules, records and quality import only small values.'),
    forbid('office-and-ports', { path: '^main/office/' }, { path: '^main/', pathNot: '^main/office/' }, 'Use cases know their ports, not who implements them.'),
    forbid('rooms-apart-db', { path: '^main/db/' }, { path: '^main/', pathNot: '^main/(db|office/ports)/' }, 'The database implements ports.'),
    forbid('rooms-apart-signing', { path: '^main/signing/' }, { path: '^main/', pathNot: '^main/(signing|office/ports)/' }, 'Signing implements ports.'),
    forbid('rooms-apart-documents', { path: '^main/documents/' }, { path: '^main/', pathNot: '^main/(documents|office/ports)/' }, 'Documents implement ports.'),
    forbid('rooms-apart-exchange', { path: '^main/exchange/' }, { path: '^main/', pathNot: '^main/(exchange|office/ports)/' }, 'Exchange implements ports.'),
    forbid('verifier-apart', { path: '^main/signing/verifier/' }, { path: '^main/signing/', pathNot: '^main/signing/verifier/' }, 'The verifier shares no code with the signer.'),
    forbid('signer-apart', { path: '^main/signing/(xml|token)/' }, { path: '^main/signing/verifier/' }, 'The signer shares no code with the verifier.'),
    forbid('doors-only-compose', { path: '^main/(hosts|cli)/' }, { path: '^main/(db|signing|documents|exchange|practice)/' }, 'Hosts and the command line get everything from compose.'),
    forbid('electron-in-two-rooms', { pathNot: '^(main/hosts/electron|preload)/' }, { path: '(^electron$|node_modules/electron/)' }, 'Importing electron elsewhere starts a download.'),
    forbid('renderer-apart', { path: room('renderer') }, { path: '^(main|preload)/' }, 'The window speaks the contract.'),
    forbid('preload-apart', { path: room('preload') }, { path: '^(main|renderer)/' }, 'The doorway knows only contract types.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // TypeScript 7 is not known to dependency-cruiser yet; swc reads the same sources, type-only imports included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    exclude: { path: '(^|/)(node_modules/.cache|dist)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
