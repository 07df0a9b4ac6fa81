import Knee
