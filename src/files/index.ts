export { isUtf16 } from './encoding';
export { readFileBytes, systemCode, type FileFault, type SizeLimit } from './file-bytes';
