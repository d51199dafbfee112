// Short confirmations that leave by themselves.
import { notifications } from '@mantine/notifications';

export function tellDone(message: string): void {
  notifications.show({ message, color: 'laut', autoClose: 6_000 });
}

export function tellRefused(message: string): void {
  notifications.show({ message, color: 'bata', autoClose: 10_000 });
}
