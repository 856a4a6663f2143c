import type { AnchorHTMLAttributes, Ref } from 'react';
import { Menu, type MenuItemProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';

type AnchorProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof MenuItemProps | 'style'> &
  MenuItemProps & { ref?: Ref<HTMLAnchorElement> };

/** A link to a page that is an item of a menu. */
export const LinkItem = createLink((props: AnchorProps) => <Menu.Item component="a" {...props} />);
