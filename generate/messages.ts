import { messagesPage } from './messages-page';

process.stdout.write(messagesPage());
