import { render } from 'preact';
import { App } from './app';
import { readPageModel } from './model/page-model';
import { followServer } from './served/served';

const root = document.getElementById('page');
const data = document.getElementById('data');
if (root !== null && data !== null) render(<App model={readPageModel(data.textContent)} />, root);

const { served } = document.documentElement.dataset;
if (served !== undefined) followServer(served, data !== null);
