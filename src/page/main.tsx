import { render } from 'preact';
import { App } from './app';
import { readPageModel } from './model/page-model';
import { adoptPictureStyles } from './picture/styles';
import { pageFunctions } from './scripting';
import { followServer } from './served/served';

adoptPictureStyles();

const root = document.getElementById('page');
const data = document.getElementById('data');
if (root !== null && data !== null) {
  const model = readPageModel(data.textContent);
  window.ecrTopology = pageFunctions(model);
  render(<App model={model} />, root);
}

const { served } = document.documentElement.dataset;
if (served !== undefined) followServer(served, data !== null);
