// Files go to POST /documents the moment they are chosen; the form then holds the id of the stored document.
// XMLHttpRequest because only it tells how far an upload has come.
import { session } from '~/shared/session/session';

export interface StoredFile {
  documentId: string;
  versionId: string;
  sha256: string;
  size: number;
}

export type UploadFault = 'tooLarge' | 'refused' | 'network';

export class UploadError extends Error {
  constructor(readonly fault: UploadFault) {
    super(fault);
  }
}

/** What the file belongs to: the task it is handed in with, and the name of the field as the document's title. */
export interface FilePurpose {
  taskId?: string;
  title?: string;
}

export async function uploadFile(file: File, purpose: FilePurpose, progress: (share: number) => void): Promise<StoredFile> {
  const token = await session.accessToken();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/documents');
    request.responseType = 'json';
    if (token !== null) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) progress(event.loaded / event.total);
    };
    request.onerror = () => reject(new UploadError('network'));
    request.onload = () => {
      const answer = request.response as Partial<StoredFile> | null;
      if (request.status >= 200 && request.status < 300 && typeof answer?.documentId === 'string') {
        progress(1);
        resolve(answer as StoredFile);
      } else {
        reject(new UploadError(request.status === 413 ? 'tooLarge' : 'refused'));
      }
    };
    const body = new FormData();
    // The server reads the parts as they come: what the file is for stands before the file.
    if (purpose.taskId) body.append('taskId', purpose.taskId);
    if (purpose.title) body.append('title', purpose.title.slice(0, 200));
    body.append('file', file, file.name);
    request.send(body);
  });
}
