const colour = (name) => ({ default: `var(--${name})`, subtle: `var(--${name}-subtle, var(--text-2))` });

const foregroundColors = {
  default: { default: 'var(--text)', subtle: 'var(--text-2)' },
  dark: { default: 'var(--text)', subtle: 'var(--text-2)' },
  light: { default: 'var(--text-2)', subtle: 'var(--text-3)' },
  accent: colour('accent-text'),
  good: colour('good'),
  warning: colour('warning'),
  attention: colour('attention'),
};

const container = (name) => ({ backgroundColor: `var(--card-${name})`, foregroundColors });

/**
 * How Teams draws cards, in numbers. Colours are custom properties of the page, so light and dark need no second configuration
 * and a switch needs no new drawing.
 */
export const hostConfig = {
  hostCapabilities: { capabilities: null },
  supportsInteractivity: true,
  fontFamily: 'var(--font)',
  fontTypes: { default: { fontFamily: 'var(--font)' }, monospace: { fontFamily: 'var(--mono)' } },
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  spacing: { small: 6, default: 10, medium: 14, large: 18, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container('default'),
    emphasis: container('emphasis'),
    accent: container('accent'),
    good: container('good'),
    warning: container('warning'),
    attention: container('attention'),
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    preExpandSingleShowCardAction: false,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
  },
  adaptiveCard: { allowCustomStyle: false },
  textStyles: { heading: { size: 'large', weight: 'bolder' }, columnHeader: { weight: 'bolder' } },
  factSet: {
    title: {
      color: 'default',
      size: 'default',
      isSubtle: true,
      weight: 'default',
      wrap: true,
      maxWidth: 160,
    },
    value: { color: 'default', size: 'default', isSubtle: false, weight: 'default', wrap: true },
    spacing: 12,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { spacing: 'small', weight: 'default', color: 'attention' },
  },
};
