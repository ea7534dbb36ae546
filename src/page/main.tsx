import { render } from 'preact';
import { App } from './app';
import { readPageModel } from './model/page-model';
import { followPrinting } from './model/printing';
import { applyTheme, storedTheme } from './model/theme';
import { adoptPictureStyles } from './picture/styles';
import { pageFunctions } from './scripting';
import { followServer } from './served/served';

adoptPictureStyles();

const root = document.getElementById('page');
const data = document.getElementById('data');
applyTheme(storedTheme());
if (root !== null && data !== null) {
  const model = readPageModel(data.textContent);
  window.ecrTopology = pageFunctions(model);
  const show = (isPrinting: boolean) => {
    render(<App model={model} isPrinting={isPrinting} />, root);
  };
  show(false);
  followPrinting(show);
}

const { served } = document.documentElement.dataset;
if (served !== undefined) followServer(served, data !== null);
