export { isUtf16 } from './encoding';
export { fileBytes, systemCode, type FileFault, type Largest } from './file-bytes';
