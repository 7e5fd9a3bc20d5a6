import { print_checkpoint } from './01_setup';

print_checkpoint('tf1-ckpt');
