'use strict';
/**
 * The bundles that run.js keeps in `node_modules/.cache/ecr-topology`, and what each of them was made from. Every
 * entry has a fixed name, so the folder does not grow. An entry that cannot be read, or that is damaged, counts as
 * missing, and one that cannot be written is not kept.
 */
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { join, relative } = require('node:path');

/** Everything that the command and the synthesis are bundled from, and the bundler. `bundle.js` enforces it. */
const FOLDERS = ['bin', 'src', 'stacks'];
const ROOT_FILES = /^(?:.+\.[cm]?[jt]sx?|tsconfig.*\.json|package(?:-lock)?\.json)$/;

/**
 * Reads every source. The key depends on the names and the content of all of them, because a new file can also
 * replace the module that an import resolves to.
 * @returns undefined if the bundle of this file cannot be kept, because not everything is known that changes it
 */
function readSources(project, filename) {
  try {
    const paths = fs.readdirSync(project).filter((name) => ROOT_FILES.test(name));
    const folders = [...FOLDERS];
    for (const folder of folders) {
      for (const entry of fs.readdirSync(`${project}/${folder}`, { withFileTypes: true })) {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) folders.push(path);
        else if (entry.isFile()) paths.push(path);
        else return undefined;
      }
    }
    const entry = relative(project, filename).replaceAll('\\', '/');
    if (!paths.includes(entry)) return undefined;
    paths.sort();
    const { content, ends } = readFiles(project, paths);
    if (extendsAnother(project)) return undefined;
    const key = createHash('sha256')
      .update(JSON.stringify([entry, paths, ends]))
      .update(content)
      .digest('hex');
    return { entry, key, paths: new Set([...folders, ...paths]) };
  } catch {
    return undefined;
  }
}

/** Returns whether the options of the compiler can be in any other file. */
function extendsAnother(project) {
  return fs.readFileSync(`${project}/tsconfig.json`).includes('"extends"');
}

/** Reads files into one buffer. A buffer for each of several hundred would cost more than reading them. */
function readFiles(project, paths) {
  let buffer = Buffer.allocUnsafeSlow(4 * 1024 * 1024);
  let end = 0;
  const ends = paths.map((path) => {
    const file = fs.openSync(`${project}/${path}`);
    try {
      for (let read = -1; read !== 0; end += read) {
        if (end === buffer.length) buffer = Buffer.concat([buffer], 2 * end);
        read = fs.readSync(file, buffer, end, buffer.length - end, null);
      }
    } finally {
      fs.closeSync(file);
    }
    return end;
  });
  return { content: buffer.subarray(0, end), ends };
}

/**
 * Returns the paths with their inode, size and times. The time of the last change cannot be set back, unlike the time
 * of the last modification. Of a folder, it changes with each file that is added or removed.
 */
function stampsOf(project, paths) {
  return [...paths].map((path) => [path, stampOf(`${project}/${path}`)]);
}

function areCurrent(project, stamps) {
  return stamps.every(([path, stamp]) => stampOf(`${project}/${path}`) === stamp);
}

function stampOf(path) {
  const stat = fs.statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
}

/** Returns whether something changed after a time, even if it was changed back. */
function changedSince(project, paths, time) {
  return [...paths].some((path) => {
    const stat = fs.statSync(`${project}/${path}`, { throwIfNoEntry: false });
    return stat === undefined || stat.ctimeMs >= time;
  });
}

/** The version that V8's code cache belongs to. V8 itself rejects the cache if it ran with other options. */
const RUNTIME = `${process.version} ${process.versions.v8} ${process.arch}`;

/** Returns the folder of the cache, or undefined if it cannot be written. */
function writableFolder(project) {
  const folder = cacheFolder(project);
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.accessSync(folder, fs.constants.W_OK);
    return folder;
  } catch {
    return undefined;
  }
}

function cacheFolder(project) {
  return join(project, 'node_modules', '.cache', 'ecr-topology');
}

/** An entry is a checksum, the length of the header, the header as JSON, the code, and V8's code cache. */
const CHECKSUM = 32;
const START = CHECKSUM + 4;

/** @returns undefined if there is no such entry, or it is damaged */
function readEntry(project, name) {
  try {
    const bytes = fs.readFileSync(join(cacheFolder(project), name));
    if (!checksumOf(bytes.subarray(CHECKSUM)).equals(bytes.subarray(0, CHECKSUM))) return undefined;
    const codeStart = START + bytes.readUInt32LE(CHECKSUM);
    const { runtime, encoding, codeLength, ...header } = JSON.parse(bytes.toString('utf8', START, codeStart));
    const codeEnd = codeStart + codeLength;
    return {
      header,
      code: bytes.toString(encoding, codeStart, codeEnd),
      compiled: runtime === RUNTIME ? bytes.subarray(codeEnd) : undefined,
    };
  } catch {
    return undefined;
  }
}

/** Writes an entry, complete or not at all. Does nothing if that is not possible. */
function writeEntry(project, name, { header, code, compiled }) {
  const folder = writableFolder(project);
  if (folder === undefined) return;
  // Almost all code is ASCII, which is read faster as Latin-1.
  const encoding = /^[\0-\xff]*$/.test(code) ? 'latin1' : 'utf8';
  const text = Buffer.from(code, encoding);
  const head = Buffer.from(
    JSON.stringify({ ...header, runtime: RUNTIME, encoding, codeLength: text.length }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const content = Buffer.concat([length, head, text, compiled]);
  const temporary = join(folder, `${name}.${process.pid}.tmp`);
  try {
    removeTemporary(folder);
    fs.writeFileSync(temporary, Buffer.concat([checksumOf(content), content]));
    fs.renameSync(temporary, join(folder, name));
  } catch {
    fs.rmSync(temporary, { force: true });
  }
}

/** Removes what interrupted writes left. A write that this interrupts is not kept, but this one is. */
function removeTemporary(folder) {
  for (const name of fs.readdirSync(folder)) {
    if (name.endsWith('.tmp')) fs.rmSync(join(folder, name), { force: true });
  }
}

function checksumOf(bytes) {
  return createHash('sha256').update(bytes).digest();
}

module.exports = { areCurrent, changedSince, readEntry, readSources, stampsOf, writableFolder, writeEntry };
