// A form is one file with Indonesian labels; its English stands in the custom properties of each component
// (workflows/library/README.md section 8). Here the schema is made ready for one reader.
import type { Locale } from '~/shared/i18n/text';

export interface FormOption {
  label?: string;
  value?: unknown;
}

/** What we read of a form-js component; the rest travels untouched. */
export interface FormComponent {
  id?: string;
  key?: string;
  path?: string;
  type: string;
  label?: string;
  description?: string;
  text?: string;
  multiple?: boolean | string;
  isRepeating?: boolean;
  values?: FormOption[];
  components?: FormComponent[];
  properties?: Record<string, string>;
  validate?: Record<string, unknown>;
  [more: string]: unknown;
}

export interface FormSchema {
  components: FormComponent[];
  [more: string]: unknown;
}

export function isFormSchema(value: unknown): value is FormSchema {
  return typeof value === 'object' && value !== null && Array.isArray((value as FormSchema).components);
}

/** Components that would let a form bring markup or frames of its own into the page. */
const barred = new Set(['html', 'iframe', 'documentPreview']);

function inLanguage(component: FormComponent, locale: Locale): FormComponent {
  const said = component.properties ?? {};
  const one: FormComponent = { ...component };
  if (locale === 'en') {
    for (const attribute of ['label', 'description', 'text'] as const) {
      const english = said[`${attribute}:en`];
      if (english) one[attribute] = english;
    }
    if (component.values) {
      one.values = component.values.map((option) => {
        const english = said[`value:${String(option.value)}:en`];
        return english ? { ...option, label: english } : option;
      });
    }
  }
  if (component.components) one.components = readable(component.components, locale);
  return one;
}

function readable(components: FormComponent[], locale: Locale): FormComponent[] {
  return components
    // A "paper" is a place for a document; the page lists the documents beside the form.
    .filter((component) => !barred.has(component.type) && component.properties?.['document'] !== 'paper')
    .map((component) => inLanguage(component, locale));
}

export function localiseSchema(schema: FormSchema, locale: Locale): FormSchema {
  return { ...schema, components: readable(schema.components, locale) };
}

/** `{"@type":"date","value":"2026-11-23"}`, as the engine writes times, becomes the plain text that forms work with. */
export function plainValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValues);
  if (typeof value !== 'object' || value === null) return value;
  const known = value as Record<string, unknown>;
  if (typeof known['@type'] === 'string' && typeof known['value'] === 'string') return known['value'];
  return Object.fromEntries(Object.entries(known).map(([key, inner]) => [key, plainValues(inner)]));
}
