import { notifications } from '@mantine/notifications';
import { asProblem } from '@/shared/api/problem';

export function tellDone(message: string) {
  notifications.show({ message, color: 'green', autoClose: 4_000 });
}

export function tellGoesOn(message: string) {
  notifications.show({
    title: message,
    message: 'It goes on in the background; see Operations.',
    color: 'tide',
    autoClose: 5_000,
  });
}

export function tellProblem(error: unknown, title?: string) {
  const problem = asProblem(error);
  notifications.show({
    title: title ?? problem.title,
    message: [problem.why ?? problem.message, problem.action].filter(Boolean).join(' '),
    color: 'red',
    autoClose: 12_000,
  });
}
