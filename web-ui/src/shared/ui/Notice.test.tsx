import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Problem } from '@/shared/api/problem';
import { ProblemNotice } from './Notice';

const show = (error: unknown, retry?: () => void) =>
  render(
    <MantineProvider withCssVariables={false} withGlobalClasses={false} env="test">
      <ProblemNotice error={error} retry={retry} />
    </MantineProvider>,
  );

test('a refusal is shown with what, why, what to do, its fields and its request', () => {
  show(
    new Problem(
      {
        title: 'The name is taken',
        tried: 'Create container web',
        why: 'web exists.',
        action: 'Choose another name.',
        requestId: 'r-7',
        fields: { name: 'is taken' },
      },
      409,
    ),
  );
  const alert = screen.getByRole('alert');
  for (const text of [
    'The name is taken',
    'Create container web',
    'web exists.',
    'Choose another name.',
    /r-7/,
    'is taken',
  ])
    expect(alert).toHaveTextContent(text);
});

test('markup in a refusal stays text', () => {
  show(new Problem({ why: '<img src=x>' }, 400));
  expect(screen.getByText('<img src=x>')).toBeInTheDocument();
  expect(document.querySelector('img')).toBeNull();
});

test('it offers to try again where that makes sense', async () => {
  const retry = vi.fn();
  show(new Error('boom'), retry);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledTimes(1);
});
