import { useState } from 'react';
import { Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { asProblem } from '@/shared/api/problem';
import { ShellSyntaxError } from '@/shared/text/shell';
import { CopyButton } from '@/shared/ui/Copy';
import { LinkButton } from '@/shared/ui/LinkButton';
import { ProblemNotice } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { tellDone, tellGoesOn } from '@/shared/ui/toast';
import { createContainer } from '../container.api';
import { BasicFields, LimitFields, NetworkFields, ProgramFields, SafetyFields } from '../forms/fields';
import { dockerRun } from '../forms/dockerRun';
import { emptyForm, formField, rules, wishOf, type ContainerForm } from '../forms/spec';
import classes from './CreateContainerPage.module.css';

export function CreateContainerPage() {
  const { image, hostId } = useSearch({ from: '/shell/containers/new' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  // One key for each form: pressing the button twice makes one container.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const form = useForm<ContainerForm>({
    initialValues: { ...emptyForm, image: image ?? '', hostId: hostId ?? '' },
    validate: rules,
  });
  const create = useMutation({
    mutationFn: createContainer,
    onSuccess: async (outcome) => {
      if (outcome.done) {
        tellDone(`${outcome.result.name} is created`);
        await navigate({ to: '/containers/$id', params: { id: outcome.result.id } });
      } else {
        tellGoesOn('Creating the container takes longer');
        await navigate({ to: '/containers' });
      }
      await queries.invalidateQueries({ queryKey: ['containers', 'list'] });
    },
    onError: (error) => {
      const { fields } = asProblem(error);
      form.setErrors(
        Object.fromEntries(Object.entries(fields).map(([field, text]) => [formField(field), text])),
      );
      setKey(crypto.randomUUID());
    },
  });
  return (
    <Page title="Create container" over={<Link to="/containers">Containers</Link>}>
      <form
        className={classes.grid}
        onSubmit={form.onSubmit((values) => create.mutate({ body: wishOf(values), key }))}
        noValidate
      >
        <div className={classes.fields}>
          <BasicFields form={form} />
          <ProgramFields form={form} />
          <NetworkFields form={form} />
          <LimitFields form={form} />
          <SafetyFields form={form} />
        </div>
        <div className={classes.side}>
          <RunLine values={form.values} />
          {create.error !== null && <ProblemNotice error={create.error} />}
          <Group gap="xs" justify="flex-end">
            <LinkButton to="/containers" variant="default">
              Cancel
            </LinkButton>
            <Button type="submit" loading={create.isPending}>
              {form.values.start ? 'Create and start' : 'Create'}
            </Button>
          </Group>
        </div>
      </form>
    </Page>
  );
}

function RunLine({ values }: { values: ContainerForm }) {
  const line = lineOf(values);
  return (
    <Card title="The same with Docker" side={<CopyButton value={line} />}>
      <pre className={classes.line} aria-label="docker run line">
        {line}
      </pre>
    </Card>
  );
}

function lineOf(values: ContainerForm): string {
  try {
    return dockerRun(values);
  } catch (error) {
    if (error instanceof ShellSyntaxError) return `# ${error.message}`;
    throw error;
  }
}
