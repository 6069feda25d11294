// Loaded with `-r` before a program whose starter loads it only after Electron is ready: by then it is too late to register a scheme.
require('electron').protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
